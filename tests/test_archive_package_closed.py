"""A package whose content has meanwhile been hidden or struck out is given to nobody."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.archive.jobs import is_stale
from apps.archive.models import Package
from apps.archive.orders import Order
from apps.cases.publishing import hide, propose_hiding
from apps.disclosures.models import Disclosure
from apps.papers.hanging import hang, strike
from apps.papers.models import Posting
from apps.reuse.jobs import audiences_in_words
from tests.bundling import days, order, posted
from tests.cast import Cast, again
from tests.replying import published


def package(cast: Cast, given: Order | None = None) -> Package:
    """One that was just written, with a file on the disk."""
    given, now = given or order(cast), timezone.now()
    found = Package.objects.create(
        person=given.person,
        school=given.school,
        first=given.first,
        last=given.last,
        audiences=audiences_in_words(again(given.person)),
        begun_at=now,
        written_at=now,
        keep_until=now + datetime.timedelta(days=7),
    )
    found.path.parent.mkdir(parents=True, exist_ok=True)
    found.path.write_bytes(b"PK")
    return Package.objects.get(pk=found.pk)


def hidden_now(cast: Cast, reply: object) -> None:
    propose_hiding(reply.case, actor=cast.office, reason="personal")
    hide(reply.case, actor=cast.chair)


def hung(cast: Cast) -> tuple[Posting, Disclosure]:
    item = posted(cast)
    return hang(item, actor=again(cast.office), place="校门口公开栏", hung_at=timezone.now()), item


def test_package_in_which_nothing_changed_is_given(cast: Cast) -> None:
    published(cast)
    hung(cast)
    assert not is_stale(package(cast))


def test_package_is_closed_when_a_reply_in_it_is_hidden(cast: Cast) -> None:
    reply, found = published(cast), package(cast)
    hidden_now(cast, reply)
    assert is_stale(found)


def test_package_begun_after_the_hiding_is_given(cast: Cast) -> None:
    hidden_now(cast, published(cast))
    assert not is_stale(package(cast))


def test_package_is_closed_when_a_record_of_hanging_is_struck_out(cast: Cast) -> None:
    posting, item = hung(cast)
    found = package(cast)
    strike(posting, item, actor=again(cast.office), reason="贴错了地方")
    assert is_stale(found)


@pytest.mark.parametrize("change", ["reply", "posting"])
def test_package_of_other_days_is_given(cast: Cast, change: str) -> None:
    reply, (posting, item) = published(cast), hung(cast)
    found = package(cast, Order(cast.office, cast.school, *days(-30, -1)))
    if change == "reply":
        hidden_now(cast, reply)
    else:
        strike(posting, item, actor=again(cast.office), reason="贴错了地方")
    assert not is_stale(found)
