"""What may be asked of cases, in domain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.circles import SEES, may_handle, may_see
from apps.cases.states import OPEN, State
from apps.cases.types import ORDINARY, Type
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State as ItemState

if TYPE_CHECKING:
    from apps.cases.models import Case, Publication  # noqa: F401


class CaseQuerySet(models.QuerySet["Case"]):
    def seen_by(self, user: User) -> Self:
        """The cases this person may see, search, count or be mailed: the only answer to that question."""
        return self.filter(pk__in=self.model._default_manager.filter(may_see(user)).values("pk"))

    def could_be_given_to(self, person: User) -> Self:
        """The cases of which this person could be made the handler."""
        return self.filter(pk__in=self.model._default_manager.filter(may_handle(person)).values("pk"))

    def of_receipt(self, code: str) -> Self:
        """The case of a receipt, for its writer alone: ask only when its secret was shown (filing.find)."""
        return self.filter(code=code)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def overdue(self) -> Self:
        """Open cases whose last day is over; while the writer is asked the time rests."""
        return self.open().exclude(state=State.ASKED).filter(due_on__lt=timezone.localdate())

    def objections_to(self, item: Disclosure) -> Self:
        """Objections that were filed in time; a late one is an opinion."""
        return self.filter(type=Type.OBJECTION, disclosure=item.pk)

    def against(self, item: Disclosure) -> Self:
        """Objections to this text or to any that it corrects: a correction is no way round them."""
        return self.filter(type=Type.OBJECTION, disclosure__in=_with_what_it_corrects(item))

    def countable(self) -> Self:
        """What public numbers count: nothing about who could learn of a case by a number, because they see the others.

        Neither about the two groups, nor about the office or an inspector, nor an objection before its item concludes.
        """
        undecided = Q(type=Type.OBJECTION, disclosure__state=ItemState.POSTED)
        about_readers = self.model._default_manager.filter(about__memberships__role__in=list(SEES)).values("pk")
        return self.filter(concern__in=ORDINARY).exclude(undecided).exclude(pk__in=about_readers)

    def with_decision(self) -> Self:
        """With what was found and when (`found`, `settled_at`); one answered together with another has its decision."""
        return self.annotate(
            found=Coalesce(NullIf("merged_into__finding", Value("")), "finding"),
            settled_at=Coalesce("merged_into__decided_at", "decided_at"),
        )

    def lock(self, pk: int) -> Case:
        """The case, its row locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("school", "unit", "disclosure").get(pk=pk)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, reader: User | AnonymousUser) -> Self:
        """Replies this reader may read: about no item, or about one they may read; hidden ones keep their place."""
        readable = Disclosure.objects.visible_to(reader).values("pk")
        return self.filter(Q(case__disclosure=None) | Q(case__disclosure__in=readable))

    def with_course(self) -> Self:
        """With how many cases were answered together with it (`together`), and when it was hidden (`hidden_at`)."""
        from apps.cases.models import Case, Event

        merged = Case.objects.filter(merged_into=OuterRef("case")).order_by().values("merged_into")
        hiding = Event.objects.filter(case=OuterRef("case"), name="hide").order_by("-pk")
        return self.annotate(
            together=Subquery(merged.annotate(count=Count("pk")).values("count")),
            hidden_at=Subquery(hiding.values("at")[:1]),
        )


def _with_what_it_corrects(item: Disclosure) -> list[int]:
    found, before = [item.pk], item.replaces_id
    while before and before not in found:
        found.append(before)
        before = Disclosure.objects.filter(pk=before).values_list("replaces", flat=True).first()
    return found
