"""Valid drafts and the people around them; used by the tests and by the demo."""

from __future__ import annotations

from typing import Any

import factory
from django.db import transaction

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.recording import record_writing
from apps.organization.models import Membership, Role, Unit


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"甲{n:03d}")


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"第{n}学校")
    level = Unit.Level.SCHOOL


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"第{n}处")
    level = Unit.Level.DEPARTMENT
    parent = factory.SubFactory(SchoolFactory)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(SchoolFactory)
    role = Role.STAFF
    line = factory.LazyAttribute(lambda m: "teachers" if m.role == Role.SUPERVISION else "")
    since = "2020-01-01"


class HeadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Heading
        django_get_or_create = ("code",)

    code = "9901"
    section = "测试"
    name = "测试事项"
    audience = "public"
    cadence = "on_event"


class DisclosureFactory(factory.django.DjangoModelFactory):
    """A draft that could be submitted, with the event of its drafting. A kind's factory inherits this."""

    class Meta:
        model = Disclosure
        abstract = True
        skip_postgeneration_save = True

    unit = factory.SubFactory(DepartmentFactory)
    heading = factory.SubFactory(HeadingFactory)
    drafter = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"事项{n:04d}")
    summary = "本事项现予公开，请您查看。"
    audience = "public"
    objection_contact = "工会办公室，0000-555-0199"

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Disclosure:
        """The item, its lines and its first event in one transaction, as the desk writes them."""
        with transaction.atomic():
            item = super()._generate(strategy, params)
            if strategy == factory.CREATE_STRATEGY:
                record_writing(item, actor=item.drafter)
            return item


class AttachmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attachment

    file = factory.django.FileField(filename="依据.pdf", data=b"%PDF-1.4\n%%EOF")
    name = "依据.pdf"
    media_type = "application/pdf"
    size = 14
    sha256 = factory.Faker("sha256")
    uploaded_by = factory.SelfAttribute("disclosure.drafter")
