"""What happens by itself: posting at the time that was set, and deciding a review that has enough opinions."""

from __future__ import annotations

import argparse
import logging
import signal
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import IntegrityError, OperationalError, close_old_connections
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.disclosures.opinions import Review
from apps.disclosures.signals import ticked
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, settle, take

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Post approved items whose time has come and decide reviews with enough opinions. Run it every minute."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=seconds, metavar="SECONDS", help="stay and do it again until SIGTERM (default: once)"
        )

    def handle(self, *args: Any, every: int | None, **options: Any) -> None:
        self.is_ended = False
        if not every:
            self._tick()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        while not self.is_ended:
            self._tick_in_a_loop()
            self._wait(every)

    def _end(self, *signal_and_frame: Any) -> None:
        """The item at hand is finished first."""
        self.is_ended = True

    def _wait(self, duration: int) -> None:
        """Second by second, so that a signal is heard soon."""
        for _second in range(duration):
            if self.is_ended:
                return
            time.sleep(1)

    def _tick_in_a_loop(self) -> None:
        """A database that is away for a while does not end the loop."""
        close_old_connections()
        try:
            self._tick()
        except OperationalError:
            self.stderr.write(_("The database does not answer. Trying again at the next turn."))

    def _tick(self) -> None:
        clock = User.objects.clock()
        for said in (*settle_reviews(clock), *post_what_is_due(clock), *elsewhere(clock)):
            self.stdout.write(said)


def elsewhere(clock: User) -> Iterator[str]:
    """What other rooms do by themselves; a fault in one of them stops none of the others."""
    for receiver, answer in ticked.send_robust(Disclosure, clock=clock):
        if isinstance(answer, Exception):
            logger.error("%s failed at a tick", getattr(receiver, "__name__", receiver), exc_info=answer)
            yield _("Something failed. The log of the service says what.")
        else:
            yield from answer or ()


def seconds(text: str) -> int:
    """A whole number of seconds, at least one."""
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(_("Give at least 1 second."))
    return number


def post_what_is_due(clock: User) -> Iterator[str]:
    """Post each approved item whose time has come, in its own transaction; says in words what happened to each."""
    for item in Disclosure.objects.of_installed_kinds().due_for_posting():
        try:
            posted = take("post", item, actor=clock)
        except Refused as refused:
            yield _("Not posted: “%(title)s”. %(why)s") % {"title": item.title, "why": " ".join(refused.reasons)}
        else:
            yield _("Posted: %(number)s “%(title)s”") % {"number": posted.register_no, "title": posted.title}


def settle_reviews(clock: User) -> Iterator[str]:
    """Decide each review that has enough opinions although nobody gave the last: a member left, or the quorum fell."""
    for item in Disclosure.objects.of_installed_kinds().filter(state=State.IN_REVIEW).order_by("id"):
        if not Review(item).is_decided:
            continue
        try:
            settle(item, actor=clock)
        except IntegrityError:
            yield _("Not decided: “%s”. Somebody acted on it at the same moment.") % item.title
            continue
        item.refresh_from_db(fields=["state"])
        yield _("Decided: “%(title)s” is now: %(state)s") % {"title": item.title, "state": item.get_state_display()}
