"""Telling the people who work here: a notice in the inbox and a mail, written in the transaction of what happened.

Nobody is told what they may not see, or what they did themselves.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cases.models import Case
from apps.cases.models import Event as CaseEvent
from apps.cases.signals import step_taken
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.naming import travelling_title
from apps.disclosures.signals import state_changed
from apps.disclosures.states import SENT_BACK
from apps.disclosures.templatetags.portal import kind_name
from apps.notifications import recipients, words
from apps.notifications.digested import in_mail
from apps.notifications.models import InboxEntry, MailWish
from apps.organization.roles import with_memberships
from apps.outbox.queueing import queue


@receiver(state_changed)
def item_changed(sender: Any, *, item: Disclosure, event: Event, **others: Any) -> None:
    """An item has another state."""
    if chosen := recipients.ITEMS.get(event.name):
        is_of_those_who_saw_it = event.name in SENT_BACK  # whoever took a step with a text learns that it went back
        candidates = with_memberships([person for person in chosen(item, event) if person.pk != event.actor_id])
        people = [person for person in candidates if is_of_those_who_saw_it or may_open(person, item)]
        tell(people, event.name, f"item {event.pk}", disclosure=item)


@receiver(step_taken)
def case_changed(sender: Any, *, case: Case, event: CaseEvent, **others: Any) -> None:
    """Something happened to a case."""
    if chosen := recipients.CASES.get(event.name):
        tell_of_case(chosen(case, event), event.name, f"case {event.pk}", case, but=event.actor_id)
    if beside := recipients.BESIDE.get(event.name):
        name, others_told = beside
        tell_of_case(others_told(case, event), name, f"case {event.pk}", case, but=event.actor_id)


def tell_of_case(people: Iterable[User], name: str, key: str, case: Case, but: int | None = None) -> list[User]:
    """Tell those of them who may see the case: somebody it is about is never among them. Returns who was told."""
    found = {person.pk: person for person in people if person.pk != but}.values()
    may = [person for person in found if Case.objects.seen_by(person).filter(pk=case.pk).exists()]
    tell(may, name, key, case=case)
    return may


def may_open(person: User, item: Disclosure) -> bool:
    """Whether this person reads the item at its address or works on it."""
    doors = Disclosure.objects.visible_to(person), Disclosure.objects.workable_by(person)
    return any(door.filter(pk=item.pk).exists() for door in doors)


def tell(people: Iterable[User], name: str, key: str, **about: models.Model | datetime.date) -> None:
    """One notice for each of them, and its mail for whoever has an address and wants it; the same key only once."""
    rows = [InboxEntry(user=person, name=name, key=key, **about) for person in people]
    InboxEntry.objects.bulk_create(rows, ignore_conflicts=True)
    told = InboxEntry.objects.filter(key=key, user__in=[row.user_id for row in rows])
    told = told.select_related("user", "disclosure", "case")
    with translation.override(settings.LANGUAGE_CODE):
        for notice in told.exclude(user__email="").exclude(user__mail_wish__when=MailWish.When.NEVER):
            queue(
                notice.user.email,
                subject=subject_of(notice),
                text=_text_of(notice),
                key=f"notice {notice.user_id} {key}",
                user=notice.user,
            )


def words_of(notice: InboxEntry) -> words.Words:
    """What its event is called."""
    table = words.ITEMS if notice.disclosure_id else words.CASES if notice.case_id else words.DUTIES
    return table[notice.name]


def subject_of(notice: InboxEntry) -> str:
    """What happened, and of an item its kind and number: a subject is read on locked screens, so it names nobody."""
    return " ".join([str(words_of(notice).happened), *_kind_and_number(notice)])


def _kind_and_number(notice: InboxEntry) -> list[str]:
    item = notice.disclosure
    if item is None:
        return []
    return [_("(%(kind)s)") % {"kind": f"{kind_name(item)} {item.register_no}".strip()}]


def _text_of(notice: InboxEntry) -> str:
    """What happened, to what, what to do next, and the way there; of a case only when it came."""
    item = notice.disclosure
    about = [travelling_title(item, kind_name(item)).strip()] if item else in_mail(notice)
    said = words_of(notice)
    return "\n\n".join(
        [
            str(said.happened),
            *about,
            str(said.next),
            absolute(reverse("notifications:notice", args=[notice.pk])),
            _("Mail about your work can be turned off on the page of your account:")
            + " "
            + absolute(reverse("notifications:wish")),
        ]
    )
