"""Filing a case: by its writer on the web, or by the office for a letter, a call or a visit."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cases import codes
from apps.cases.concerning import concern, means_a_head, named_by_the_item, named_in
from apps.cases.deadlines import deadline_of
from apps.cases.duties import Duty
from apps.cases.models import Application, Attachment, BoxOpening, Case, Identity
from apps.cases.models.case import LONGEST
from apps.cases.types import TYPES, Channel, Concern, Type
from apps.cases.workflow import tell
from apps.disclosures.attachments import check, clean_name, fingerprint
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from apps.organization.models import Unit

MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
SHORTEST_TEXT = 10
SHORTEST_SECRET = 4

Errors = list[tuple[str, str]]
"""Pairs (field, sentence); a sentence about the whole has no field."""


class NotFiled(Refused):
    """A case was not received; `errors` says why, field by field."""

    def __init__(self, errors: Errors) -> None:
        super().__init__([sentence for _field, sentence in errors])
        self.errors = errors


class TooLate(NotFiled):
    """An objection to an item whose publicity period is over; it can be sent as an opinion."""


@dataclass(frozen=True)
class Receipt:
    """What its writer gets, once: the secret is kept only as a hash."""

    case: Case
    secret: str
    is_new: bool

    @property
    def code(self) -> str:
        return codes.shown(self.case.code)


@dataclass(frozen=True)
class Filing:
    """Everything that comes with a case; the names are those of the form's fields."""

    type: str
    school: Unit
    text: str
    disclosure: Disclosure | None = None
    secret: str = ""
    identity: dict[str, str] = field(default_factory=dict)
    files: Sequence[UploadedFile] = ()
    about: Sequence[User] = ()
    channel: str = Channel.WEB
    concern: str = Concern.NOBODY
    may_publish: bool = False
    received_at: datetime.datetime | None = None
    opening: BoxOpening | None = None
    application: dict[str, str] | None = None


def file_case(
    type: str, *, school: Unit, text: str, actor: User | None = None, form_token: uuid.UUID | None = None, **given: Any
) -> Receipt:
    """Receive a case in one transaction; `actor` is the office that registers for somebody, None the writer.

    `given` are the fields of Filing. A form sent twice (same `form_token`) is one case. Raises NotFiled, with a
    sentence for each field, and TooLate for an objection whose item is not in publicity any more.
    """
    given["identity"] = {name: value.replace("\x00", "") for name, value in given.get("identity", {}).items()}
    filing = Filing(type, school, text.replace("\x00", ""), **given)
    if form_token and (sent_before := Case.objects.filter(form_token=form_token).first()):
        return _received_before(sent_before, filing)
    if errors := problems(filing):
        raise NotFiled(errors)
    secret = filing.secret.strip() or codes.new_secret()
    try:
        with transaction.atomic():
            case = _received(filing, secret, form_token)
            _with_its_parts(case, filing)
            tell(case, "file", actor=actor, duty=Duty.FIRST if actor else Duty.WRITER)
    except IntegrityError:
        sent_before = form_token and Case.objects.filter(form_token=form_token).first()
        if not sent_before:
            raise
        return _received_before(sent_before, filing)
    return Receipt(case, secret, is_new=True)


def _received_before(case: Case, filing: Filing) -> Receipt:
    """The receipt of a form sent twice; with another text it would be another case, and needs a form of its own."""
    if case.text != filing.text.strip():
        raise NotFiled([("text", _("This form was sent already, with another text. Copy the text into a new form."))])
    return Receipt(case, "", is_new=False)


def name_is_required(type: str, item: Disclosure | None) -> bool:
    """Whether this may be filed with a name only: the type asks for it, or the item does for objections."""
    asks = item is not None and item.real_name_required and type == Type.OBJECTION
    return TYPES[Type(type)].needs_name or asks


def problems(filing: Filing) -> Errors:
    """What has to be put right before the case can be received."""
    return [*_in_the_text(filing), *_in_the_identity(filing), *_in_the_files(filing), *_in_the_rest(filing)]


def _in_the_text(filing: Filing) -> Iterator[tuple[str, str]]:
    length = len(filing.text.strip())
    if length < SHORTEST_TEXT:
        yield "text", _("Too short. Write what it is about, at least 10 characters.")
    if length > LONGEST:
        yield (
            "text",
            _("Your text has %(length)d characters; %(most)d fit. Shorten it, or attach it as a file.")
            % {"length": length, "most": LONGEST},
        )
    if TYPES[Type(filing.type)].needs_item and filing.disclosure is None:
        yield "item", _("Say which item it is about.")


def _in_the_identity(filing: Filing) -> Iterator[tuple[str, str]]:
    given = filing.identity
    if name_is_required(filing.type, filing.disclosure):
        if not given.get("name", "").strip():
            yield "name", _("Give your name: without it this cannot be accepted.")
        if not given.get("contact", "").strip():
            yield "contact", _("Say how we can reach you: a telephone number or an address.")
    try:
        Identity(**given).clean_fields(exclude=["case"])
    except ValidationError as error:
        yield from ((name, " ".join(messages)) for name, messages in error.message_dict.items())
    if filing.secret and len(filing.secret.strip()) < SHORTEST_SECRET:
        yield "secret", _("The secret word is too short. Take at least 4 characters, or leave it empty.")


def _in_the_files(filing: Filing) -> Iterator[tuple[str, str]]:
    if len(filing.files) > MOST_FILES:
        yield "files", _("At most %(most)d files can be sent.") % {"most": MOST_FILES}
    for upload in filing.files:
        try:
            check(upload)
        except ValidationError as error:
            yield "files", " ".join(error.messages)
        else:
            if (upload.size or 0) > LARGEST_FILE:
                yield (
                    "files",
                    _("“%(name)s” is larger than %(limit)s. Make it smaller and choose it again.")
                    % {"name": clean_name(upload.name or ""), "limit": filesizeformat(LARGEST_FILE)},
                )


def _in_the_rest(filing: Filing) -> Iterator[tuple[str, str]]:
    if filing.received_at and filing.received_at > timezone.now():
        yield "received_at", _("This time is still to come. Enter when it was received.")
    if filing.disclosure and filing.disclosure.school_id != filing.school.pk:
        yield "item", _("This item belongs to another school.")


def _received(filing: Filing, secret: str, form_token: uuid.UUID | None) -> Case:
    """The row. The item is locked, so that it cannot be concluded between the question and the filing."""
    received_at = filing.received_at or timezone.now()
    item = Disclosure.objects.lock(filing.disclosure.pk) if filing.disclosure else None
    if item and filing.type == Type.OBJECTION and not _in_time(item, received_at):
        raise TooLate([("", _("The publicity period of this item is over. You can send it as an opinion."))])
    case = Case(
        type=filing.type,
        channel=filing.channel,
        school=filing.school,
        disclosure=item,
        opening=filing.opening,
        text=filing.text.strip(),
        concern=filing.concern,
        is_anonymous=not filing.identity.get("name", "").strip(),
        may_publish=filing.may_publish,
        is_late=filing.type == Type.OPINION and _after_the_period(item, received_at),
        received_at=received_at,
        secret=make_password(secret),
        form_token=form_token,
    )
    case.due_on = deadline_of(case).due_on
    case.save()
    return case


def _after_the_period(item: Disclosure | None, received_at: datetime.datetime) -> bool:
    return bool(item and item.publicity_ends_at and received_at >= item.publicity_ends_at)


def _in_time(item: Disclosure, received_at: datetime.datetime) -> bool:
    """Whether it reached the school before the period closed; a letter is registered later than it came."""
    return item.state == State.POSTED and bool(item.publicity_ends_at) and received_at < item.publicity_ends_at


def _with_its_parts(case: Case, filing: Filing) -> None:
    if any(value.strip() for value in filing.identity.values()):
        Identity.objects.create(case=case, language=get_language() or "", **filing.identity)
    if filing.application is not None:
        Application.objects.create(case=case, **filing.application)
    for upload in filing.files:
        media_type = check(upload)
        Attachment.objects.create(
            case=case,
            file=upload,
            name=clean_name(upload.name or ""),
            media_type=media_type,
            size=upload.size or 0,
            sha256=fingerprint(upload),
        )
    said = " ".join([case.text, *(filing.application or {}).values()])
    least = Concern.LEADERSHIP if means_a_head(case, said) else Concern.NOBODY
    concern(case, [*filing.about, *named_in(case, said), *named_by_the_item(case)], least)


def find(code: str, secret: str) -> Case | None:
    """The case of this receipt; None, after the same work, whether the code or the secret is wrong."""
    case = Case.objects.filter(code=codes.read(code)).first() if codes.read(code) else None
    return case if codes.opens(secret.strip(), case.secret if case else "") else None


PAPER = (Channel.BOX, Channel.PHONE, Channel.VISIT, Channel.LETTER)
"""How a case comes that the office registers."""
