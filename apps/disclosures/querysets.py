"""What may be asked of disclosures, in domain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.disclosures.audience import may_read
from apps.disclosures.states import ON_BOARD, READABLE, State
from apps.organization.roles import units_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.disclosures.models import Disclosure  # noqa: F401


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, reader: User | AnonymousUser) -> Self:
        """The items this reader may read at their address: the only answer to "who may read what"."""
        return self.of_installed_kinds().filter(may_read(reader), still_shown(), state__in=READABLE)

    def on_board(self) -> Self:
        """Listed items: neither withdrawn nor corrected by a later one."""
        return self.filter(state__in=ON_BOARD)

    def newest_first(self) -> Self:
        return self.order_by("-posted_at", "-id")

    def in_publicity(self) -> Self:
        """Items whose publicity period has not closed."""
        return self.filter(publicity_runs())

    def workable_by(self, user: User) -> Self:
        """The items this person may see on the working side, by role × unit; drafts need a role of their own."""
        return self.filter(
            Q(unit__in=units_where(user, "disclosures.view")) & ~Q(state=State.DRAFT)
            | Q(unit__in=units_where(user, "disclosures.view_draft"))
        )

    def of_installed_kinds(self) -> Self:
        """Without rows whose kind's folder was removed."""
        from apps.disclosures.models import Disclosure

        return self.filter(kind__in=[kind._meta.app_label for kind in Disclosure.kinds()])

    def with_course(self, *names: str) -> Self:
        """With the events of these names, oldest first, as `course`: read once for all items."""
        from apps.disclosures.models import Event

        return self.prefetch_related(Prefetch("events", Event.objects.named(*names), to_attr="course"))

    def lock(self, pk: int) -> Disclosure:
        """The item as its kind, its base row locked until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=pk).specific

    def due_for_posting(self) -> Self:
        return self.filter(state=State.APPROVED, publish_at__lte=timezone.now()).order_by("publish_at", "id")


def publicity_runs() -> Q:
    """Posted, and the publicity period has not closed."""
    return Q(state=State.POSTED, publicity_ends_at__gt=timezone.now())


def still_shown() -> Q:
    """Names are taken down after the last day an item is shown (regulations.md §3.6)."""
    return Q(display_until__isnull=True) | Q(display_until__gte=timezone.localdate())
