"""Sends the letters and robots' messages that wait."""

from __future__ import annotations

import argparse
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.translation import gettext as _

from apps.disclosures.management.commands.tick import seconds
from apps.outbox.sending import send_due


class Command(BaseCommand):
    help = "Send the mail that waits. Let it stay with --every 1: one process is enough, several are safe."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=seconds, metavar="SECONDS", help="stay and look again until SIGTERM (default: once)"
        )

    def handle(self, *args: Any, every: int | None, **options: Any) -> None:
        if not every:
            send_due()
            return
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal_and_frame: ended.set())
        while not ended.is_set():
            self._send(ended)
            ended.wait(every)

    def _send(self, ended: threading.Event) -> None:
        """The message at hand is finished first; a database that is away for a while does not end the loop."""
        close_old_connections()
        try:
            send_due(ended.is_set)
        except (OperationalError, InterfaceError):
            self.stderr.write(_("The database does not answer. Trying again at the next turn."))
