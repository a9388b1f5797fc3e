"""Mail to the writer of a case who left an address: first a link to confirm it, then a word at every change.

Never the text of the case, never its code: who reads the mailbox learns that there is an answer, not what was asked.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.signing import TimestampSigner
from django.db import DatabaseError, transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cases.models import Case, Event, Identity
from apps.cases.signals import step_taken
from apps.disclosures.addresses import absolute
from apps.disclosures.dates import near
from apps.notifications.models import WAITING, WriterAddress
from apps.outbox.models import Whom
from apps.outbox.queueing import queue

SIGNER = TimestampSigner(salt="apps.notifications.writers")
MOST_A_DAY = 3
"""Mails that strangers can have sent to one address in a day by filing cases."""
A_DAY = datetime.timedelta(days=1)
TOLD = {
    "accept": gettext_lazy("It was accepted."),
    "decline": gettext_lazy("It was not accepted. The reason stands on its page."),
    "assign": gettext_lazy("Somebody is looking into it."),
    "transfer": gettext_lazy("It was handed on to somebody else."),
    "ask": gettext_lazy("There is a question for you. The time for the reply rests until you answer."),
    "go_on": gettext_lazy("It is handled on without your answer. Why stands on its page."),
    "resume": gettext_lazy("It is handled on without your answer; the time for the reply runs again."),
    "extend": gettext_lazy("The time for the reply was extended. The reason stands on its page."),
    "deadline_moved": gettext_lazy("The day on which the reply is due has moved."),
    "climb": gettext_lazy("The reply is overdue; the next level has been told."),
    "send_reply": gettext_lazy("There is a reply. You can accept it, or ask once for another one."),
    "publish": gettext_lazy("The reply was published, in words that do not show who wrote."),
    "hide": gettext_lazy("The published reply was hidden."),
    "open_identity": gettext_lazy("Two people have opened the name you left. The reason stands on its page."),
    "refuse_identity": gettext_lazy("It was asked who you are, and refused."),
    "merge": gettext_lazy("It will be answered together with another one on the same matter."),
    "close": gettext_lazy("It is closed."),
}
"""What concerns the writer; what they did themselves needs no mail."""
ANSWERED_WITH_ANOTHER = gettext_lazy("Another case on the same matter was answered; the reply stands on its page.")


@receiver(step_taken)
def case_changed(sender: Any, *, case: Case, event: Event, **others: Any) -> None:
    """A case was filed with an address, or something happened to it."""
    if event.name == "file":
        _ask_first(case)
    elif event.actor_id and event.name in TOLD:
        _write(case, event)


def writer_of(address: WriterAddress) -> Identity:
    """Who wrote the case of this address."""
    return address.case.identity


def confirming(signed: str) -> WriterAddress | None:
    """The address of a link that is not older than seven days. Raises django.core.signing.BadSignature."""
    token = SIGNER.unsign(signed, max_age=WAITING)
    return _addresses().filter(case__identity__email_token=token).first()


def confirm(address: WriterAddress) -> bool:
    """From now on it is written to; a second press changes nothing. False when the writer was forgotten meanwhile."""
    identity = writer_of(address)
    if identity.email_confirmed_at:
        return True
    identity.email_confirmed_at = timezone.now()
    try:
        with transaction.atomic():
            identity.save(update_fields=["email_confirmed_at"])
    except DatabaseError:  # save() says so when the row is gone
        return False
    return True


def address_of_case(code: str) -> WriterAddress | None:
    """The address left with the case of this code, for the pages of its writer."""
    return _addresses().filter(case__code=code).first()


def ask_again(address: WriterAddress) -> bool:
    """Send the link once more; False when that was often enough for a day, or mail cannot get there."""
    identity = writer_of(address)
    if identity.email_confirmed_at or address.refused_at or _is_too_often(identity.email):
        return False
    _send_link(address)
    return True


def _addresses() -> Any:
    """Of writers who were not forgotten."""
    known = WriterAddress.objects.filter(case__identity__isnull=False)
    return known.select_related("case__identity", "case__school")


def _ask_first(case: Case) -> None:
    identity = getattr(case, "identity", None)
    if identity is None or not identity.email:
        return
    address, _is_new = WriterAddress.objects.get_or_create(case=case)
    if not _is_too_often(identity.email):
        _send_link(address)


def _is_too_often(email: str) -> bool:
    """Counted in the data: what is filed in a transaction is counted with it."""
    lately = WriterAddress.objects.filter(case__identity__email__iexact=email, asked_at__gt=timezone.now() - A_DAY)
    return lately.count() >= MOST_A_DAY


@transaction.atomic
def _send_link(address: WriterAddress) -> None:
    identity, address.asked_at = writer_of(address), timezone.now()
    address.save(update_fields=["asked_at"])
    with translation.override(identity.language or settings.LANGUAGE_CODE):
        link = absolute(reverse("notifications:writer", args=[SIGNER.sign(identity.email_token)]))
        text = [
            _("Somebody, probably you, left this address with a letter to %(school)s.")
            % {"school": address.case.school},
            _("Confirm within seven days that we may write to it:") + " " + link,
            _("If it was not you, do nothing. No other mail will come."),
        ]
        _queue(
            identity, _("Please confirm your address"), text, f"writer link {address.pk} {address.asked_at:%Y%m%d%H%M}"
        )


def _write(case: Case, event: Event) -> None:
    """To an address that was confirmed and from which no mail came back."""
    identity = getattr(case, "identity", None)
    address = WriterAddress.objects.filter(case=case, refused_at=None).first()
    if address is None or identity is None or not identity.email_confirmed_at:
        return
    is_of_another = event.name == "send_reply" and case.merged_into_id
    said = ANSWERED_WITH_ANOTHER if is_of_another else TOLD[event.name]
    with translation.override(identity.language or settings.LANGUAGE_CODE):
        sent = _("Your letter to %(school)s of %(day)s:") % {"school": case.school, "day": near(case.received_at)}
        follow = absolute(reverse("counter:follow"))
        text = [
            f"{sent} {said}",
            _("Read it with your receipt code and the word or number you have:") + " " + follow,
        ]
        _queue(identity, _("Your letter to %(school)s") % {"school": case.school}, text, f"writer {case.pk} {event.pk}")


def _queue(identity: Identity, subject: str, text: list[str], key: str) -> None:
    queue(
        identity.email,
        subject=subject,
        text="\n\n".join(text),
        key=key,
        whom=Whom.WRITER,
        language=identity.language,
    )
