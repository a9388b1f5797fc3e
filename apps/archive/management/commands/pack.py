from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.archive.bundle import BeingWritten, is_full
from apps.archive.making import pack
from apps.archive.orders import Order, schools_for

WIDTH = 40


class Command(BaseCommand):
    help = (
        "Write the archive of a school and a period as one ZIP file, with what one person may read. "
        "Run it again after it was stopped, and it goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", required=True, help="The name of the school.")
        parser.add_argument("--from", required=True, dest="first", type=datetime.date.fromisoformat, help="2026-09-01")
        parser.add_argument("--to", required=True, dest="last", type=datetime.date.fromisoformat, help="2027-01-31")
        parser.add_argument("--as", required=True, dest="person", help="The user name of the reader.")
        parser.add_argument("--output", required=True, type=Path, help="The file to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        order, path = self._order(**options), options["output"].resolve()
        try:
            made = pack(order, path, self._tell)
        except BeingWritten as error:
            raise CommandError(
                _("Another program is writing this file. Wait for it, or choose another name.")
            ) from error
        except OSError as error:
            if not is_full(error):
                raise CommandError(_("It was stopped: %s. Run it again.") % error.strerror) from error
            raise CommandError(_("The disk is full. Nothing was left behind. Make room, then run it again.")) from error
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(
            _("%(path)s: %(items)d items; %(troubles)d files are missing or altered.")
            % {"path": path, "items": made.items, "troubles": made.troubles}
        )

    def _order(self, *, school: str, first: datetime.date, last: datetime.date, person: str, **others: Any) -> Order:
        reader = User.objects.filter(username=person).first()
        if reader is None:
            raise CommandError(_("There is nobody with the user name “%s”.") % person)
        found = schools_for(reader).filter(name=school).first()
        if found is None:
            names = ", ".join(schools_for(reader).values_list("name", flat=True)) or "—"
            raise CommandError(
                _("“%(person)s” may take the archive of: %(names)s.") % {"person": person, "names": names}
            )
        if first > last:
            raise CommandError(_("The last day is before the first day."))
        return Order(reader, found, first, last)

    def _tell(self, done: int, total: int) -> None:
        """A bar where somebody looks at a terminal, else a line now and then for a log."""
        filled = WIDTH * done // max(total, done, 1)
        bar = f"[{'#' * filled:{WIDTH}}] {done:,}/{total:,}"
        if self.stdout.isatty():
            self.stdout.write(f"\r{bar}", ending="")
        else:
            self.stdout.write(bar)
