"""Packages asked for on a page: written by the worker, fetched by who asked for them, and then taken away."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import task

from apps.accounts.models import User
from apps.archive.bundle import BeingWritten, is_full, remove_parts
from apps.archive.making import Made, pack
from apps.archive.models import Package
from apps.archive.orders import ONE_DAY, Order, schools_for
from apps.board.portal import midnight
from apps.disclosures.workflow import Refused
from apps.reuse.jobs import KEPT, audiences_in_words

NO_ROOM = gettext_noop(
    "The disk of the portal is full. What was written has been removed. Tell whoever looks after the portal, "
    "then ask for the package again."
)
STOPPED = gettext_noop("The package could not be finished. Ask for it again: it goes on where it stopped.")


def ask_for(order: Order, *, actor: User) -> Package:
    """The package of this order, handed to the worker unless it is with one already. Raises Refused.

    One that failed, or whose worker went quiet, is handed over again and goes on where it stopped.
    """
    if not schools_for(actor).filter(pk=order.school.pk).exists():
        raise Refused([_("You do not have the role to take the archive of this school with you.")])
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)  # a second press waits here, and then finds the first
        what = {"school": order.school, "first": order.first, "last": order.last}
        package, is_new = actor.packages.get_or_create(
            **what, written_at=None, defaults={"keep_until": timezone.now() + KEPT}
        )
        if is_new or package.failed_at or package.is_quiet:
            _record(package, failed_at=None, trouble="", keep_until=timezone.now() + KEPT)
            write.enqueue(str(package.pk))
            _take_away_later(package)
    return package


@task()
def write(key: str) -> None:
    """Write the file of a package; what goes wrong is said on its page and raised for the worker's log."""
    package = Package.objects.select_related("person", "school").get(pk=key)
    if package.written_at:
        return
    package.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        made = pack(package.order, package.path, lambda done, total: _record(package, done=done, total=total))
    except BeingWritten:
        return
    except Exception as error:
        _record(package, failed_at=timezone.now(), trouble=NO_ROOM if is_full(error) else STOPPED)
        raise
    _record(
        package,
        troubles=made.troubles,
        size=package.path.stat().st_size,
        audiences=made.audiences,
        begun_at=made.begun_at,
        written_at=timezone.now(),
        keep_until=_keep_until(made),
    )
    _take_away_later(package)


@task()
def take_away(key: str) -> None:
    """Delete a package whose time is over and what was written of it, also when the person is gone."""
    package = Package.objects.filter(pk=key).first()
    if package and package.keep_until > timezone.now():
        return
    path = Package(pk=uuid.UUID(key)).path
    path.unlink(missing_ok=True)
    remove_parts(path)
    Package.objects.filter(pk=key).delete()


def is_stale(package: Package) -> bool:
    """Its time is over, it is not on the disk, its person now reads or may ask for other things, or something in it
    was withdrawn, hidden or struck out since it was begun."""
    if not package.path.exists() or package.keep_until <= timezone.now():
        return True
    if audiences_in_words(package.person) != package.audiences:
        return True
    if not schools_for(package.person).filter(pk=package.school_id).exists():
        return True
    return _has_lost_something(package.order, package.begun_at)


def _has_lost_something(order: Order, since: datetime.datetime | None) -> bool:
    """Whether an item was withdrawn, a record of its hanging struck out, or a reply hidden."""
    gone = Q(withdrawn_at__gte=since) | Q(postings__struck_at__gte=since)
    hidden = order.replies.filter(case__events__name="hide", case__events__at__gte=since)
    return order.items.filter(gone).exists() or hidden.exists()


def _keep_until(made: Made) -> datetime.datetime:
    """Seven days, or until an item in it is shown no more."""
    ends = [midnight(made.shown_until + ONE_DAY)] if made.shown_until else []
    return min([timezone.now() + KEPT, *ends])


def _take_away_later(package: Package) -> None:
    take_away.using(run_after=package.keep_until).enqueue(str(package.pk))


def _record(package: Package, **values: Any) -> None:
    for name, value in {**values, "touched_at": timezone.now()}.items():
        setattr(package, name, value)
    package.save(update_fields=[*values, "touched_at"])
