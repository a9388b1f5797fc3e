"""The inbox: what a person was told, in words made at the moment of reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.cases.models import Case
from apps.disclosures.dates import near
from apps.disclosures.models import Disclosure
from apps.disclosures.states import READABLE, SENT_BACK, State
from apps.notifications.digested import Group, duties_told
from apps.notifications.models import InboxEntry
from apps.notifications.telling import subject_of, words_of
from apps.organization.roles import allows

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A notice as this person may read it now."""

    notice: InboxEntry
    happened: str
    about: str
    next: str
    address: str
    groups: list[Group] = field(default_factory=list)
    """Of a digest: the duties, by how they stand at the moment of reading."""

    @property
    def is_gone(self) -> bool:
        """It is about something this person may no longer see."""
        return not self.address


def lines_of(reader: User, told: Iterable[InboxEntry]) -> list[Line]:
    """What was told, with what it is about, as far as it is still for this person: asked at every reading."""
    found = list(told)
    keys = {notice.disclosure_id for notice in found}
    items = Disclosure.objects.workable_by(reader).select_related("unit").in_bulk(keys)
    items |= Disclosure.objects.visible_to(reader).select_related("unit").in_bulk(keys)
    cases = Case.objects.seen_by(reader).in_bulk({notice.case_id for notice in found})
    reminded = duties_told(reader, {notice.day for notice in found if notice.day})
    return [
        _digest(reader, notice, reminded.get(notice.day, []))
        if notice.day
        else _line(reader, notice, items.get(notice.disclosure_id), cases.get(notice.case_id))
        for notice in found
    ]


def _digest(reader: User, notice: InboxEntry, groups: list[Group]) -> Line:
    if not allows(reader, "duties.view"):
        return Line(notice, _("No longer for you."), "", "", "")
    words = words_of(notice)
    return Line(notice, str(words.happened), "", str(words.next), reverse("dutywork:list"), groups)


def _line(reader: User, notice: InboxEntry, item: Disclosure | None, case: Case | None) -> Line:
    words = words_of(notice)
    if item is not None:
        return Line(notice, str(words.happened), item.title, _next(notice, item), address_of(item, reader))
    if case is not None:
        about = _("%(type)s, received on %(day)s") % {"type": case.get_type_display(), "day": near(case.received_at)}
        return Line(notice, str(words.happened), about, str(words.next), reverse("casework:case", args=[case.code]))
    if notice.name in SENT_BACK:
        return Line(notice, subject_of(notice), "", _("It comes back when it is submitted again."), "")
    return Line(notice, _("No longer for you."), "", "", "")


def _next(notice: InboxEntry, item: Disclosure) -> str:
    """An item that was withdrawn since leads to the notice of its withdrawal."""
    was_withdrawn = item.state == State.WITHDRAWN and notice.name != "withdraw"
    return _("It was withdrawn since; the reason stands at its address.") if was_withdrawn else words_of(notice).next


def address_of(item: Disclosure, reader: User) -> str:
    """Where this person meets the item: its own address, the review, or the office's form."""
    if item.state in READABLE:
        return item.get_absolute_url()
    if item.state == State.IN_REVIEW and reader.has_perm("disclosures.endorse", item):
        return reverse("desk:review", args=[item.pk])
    options = Disclosure.kind_of(item.kind)._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[item.pk])


@never_cache
@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Newest first; `before` in the address leads to older ones."""
    told = InboxEntry.objects.filter(user=request.user).select_related("disclosure")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 18:
        told = told.filter(pk__lt=int(before))
    found = list(told[: PER_PAGE + 1])
    context = {
        "lines": lines_of(request.user, found[:PER_PAGE]),
        "older": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
        "is_first": not before,
    }
    return render(request, "notifications/inbox.html", context)


@never_cache
@login_required
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening a notice reads it and leads to what it is about."""
    found = get_object_or_404(InboxEntry.objects.filter(user=request.user), pk=pk)
    if request.method == "GET":
        _read(InboxEntry.objects.filter(pk=found.pk))
    (line,) = lines_of(request.user, [found])
    if line.is_gone:
        messages.warning(request, _("What this notice was about is no longer for you."))
        return redirect("notifications:inbox")
    return redirect(line.address)


@login_required
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """Nothing in the inbox is new any more."""
    _read(InboxEntry.objects.filter(user=request.user))
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:inbox")


def _read(told: QuerySet[InboxEntry]) -> None:
    told.filter(read_at=None).update(read_at=timezone.now())
