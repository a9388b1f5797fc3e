"""Who is told of which event: one table for items, one for cases. Each function answers from what is true now."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from apps.accounts.models import User
from apps.cases.circles import LADDER
from apps.cases.duties import Duty, has_duty, is_handled, roles_of
from apps.cases.models import Case
from apps.cases.models import Event as CaseEvent
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.opinions import Review
from apps.disclosures.states import CONTRIBUTIONS
from apps.notifications.models import InboxEntry
from apps.organization.models import Membership
from apps.organization.roles import PERMISSIONS

People = Iterable[User]


def reviewers(item: Disclosure, event: Event) -> People:
    """The members of the supervision group whose opinion counts: never whom the item is about."""
    return [seat.user for seat in Review(item).eligible]


def posters(item: Disclosure, event: Event) -> People:
    """Who may post it."""
    roles = [role for role, permissions in PERMISSIONS.items() if "disclosures.post" in permissions]
    return seated(roles, item.unit.lineage)


def hands(item: Disclosure, event: Event) -> People:
    """The drafter, and everybody who took a step with this version: also who had nothing against it."""
    before = Q(version=item.version - 1, name__in=CONTRIBUTIONS)  # a text is written before its version is counted
    actors = item.events.filter(Q(version=item.version) | before).values_list("actor_id", flat=True)
    return User.objects.filter(pk__in={item.drafter_id, *actors}, is_active=True)


def firsts(case: Case, event: CaseEvent | None) -> People:
    """Who accepts, assigns and publishes."""
    return _with_duty(case, Duty.FIRST)


def seconds(case: Case, event: CaseEvent) -> People:
    """Who checks what another drafted."""
    return _with_duty(case, Duty.SECOND)


def either(case: Case, event: CaseEvent) -> People:
    """Who may agree to what one of them asked for."""
    return [*firsts(case, event), *seconds(case, event)]


def handler(case: Case, event: CaseEvent) -> People:
    """The handler while they may handle it; else whoever has the first part."""
    return whoever_handles(case, event) or firsts(case, event)


def whoever_handles(case: Case, event: CaseEvent) -> People:
    """The handler while they may handle it; else nobody."""
    return [case.handler] if case.handler and is_handled(case) else []


def handler_and_drafter(case: Case, event: CaseEvent) -> People:
    """Those whose work it was."""
    return [*whoever_handles(case, event), *drafter(case, event)]


def former_handlers(case: Case, event: CaseEvent) -> People:
    """Who had it before it was handed on, as far as they were told of it or wrote in it."""
    given = InboxEntry.objects.filter(case=case, name__in=("assign", "transfer")).values("user")
    worked = case.events.filter(name__in=("ask", "go_on", "draft_reply")).values("actor")
    people = User.objects.filter(Q(pk__in=given) | Q(pk__in=worked), is_active=True)
    return people.exclude(pk=case.handler_id)


def who_asked(case: Case, event: CaseEvent) -> People:
    """Who asked to open the identity."""
    return _who_last(case, "ask_identity")


def who_proposed(case: Case, event: CaseEvent) -> People:
    """Who proposed to hide the reply."""
    return _who_last(case, "propose_hiding")


def next_level(case: Case, event: CaseEvent) -> People:
    """The level to which an overdue case has just gone up."""
    return seated(LADDER[case.concern][case.climbed - 1 : case.climbed], case.school.lineage)


def drafter(case: Case, event: CaseEvent) -> People:
    """Who drafted the last reply."""
    last = case.replies.last()
    return User.objects.filter(pk=last.drafted_by_id, is_active=True) if last else []


def seated(roles: Iterable[str], lineage: list[int]) -> People:
    """Everybody who holds one of these roles there today."""
    seats = Membership.objects.current().filter(role__in=list(roles), unit__in=lineage)
    return User.objects.filter(pk__in=seats.values("user"), is_active=True)


def _who_last(case: Case, name: str) -> People:
    last = case.events.filter(name=name).last()
    return User.objects.filter(pk=last.actor_id, is_active=True) if last else []


def _with_duty(case: Case, duty: Duty) -> People:
    return [person for person in seated(roles_of(case, duty), case.school.lineage) if has_duty(case, duty, person)]


ITEMS: dict[str, Callable[[Disclosure, Event], People]] = {
    "submit": reviewers,
    "approved": posters,
    **dict.fromkeys(("returned", "recall", "post", "conclude", "withdraw", "superseded"), hands),
}
CASES: dict[str, Callable[[Case, CaseEvent], People]] = {
    "file": firsts,
    "assign": handler,
    "transfer": handler,
    "answer": handler,
    "resume": handler,
    "add": handler,
    "redo": handler,
    "withdraw": handler,
    "draft_reply": seconds,
    "send_back": drafter,
    "concern": firsts,
    "climb": next_level,
    "ask_identity": either,
    "propose_hiding": either,
    "send_reply": handler_and_drafter,
    **dict.fromkeys(("open_identity", "refuse_identity"), who_asked),
    **dict.fromkeys(("hide", "drop_hiding"), who_proposed),
    **dict.fromkeys(("decline", "merge", "extend", "close", "content"), whoever_handles),
}
BESIDE: dict[str, tuple[str, Callable[[Case, CaseEvent], People]]] = {"transfer": ("handed_on", former_handlers)}
"""Events that some are told in other words, as another notice."""
