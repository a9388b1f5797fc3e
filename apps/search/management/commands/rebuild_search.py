from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.disclosures.models import Disclosure
from apps.search import rebuilding
from apps.search.cards import LISTED

WIDTH = 40


class Command(BaseCommand):
    help = "Make the search index again and read the files that were not read yet. Safe to run while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = rebuilding.unread_files()
        read = self._follow(_("Files"), rebuilding.read_files(keys), len(keys))
        listed = Disclosure.objects.of_installed_kinds().filter(state__in=LISTED).count()
        written = self._follow(_("Items"), rebuilding.write_cards(), listed)
        removed = rebuilding.remove_leftovers()
        self.stdout.write(
            _("%(read)d files read. %(written)d items can be found. %(removed)d cards removed.")
            % {"read": read, "written": written, "removed": removed}
        )

    def _follow(self, label: str, steps: Iterable[int], total: int) -> int:
        """Do the steps, with a bar where somebody looks at a terminal; returns how many were done."""
        done = 0
        for done in steps:
            if self.stdout.isatty():
                filled = WIDTH * done // max(total, done)
                self.stdout.write(f"\r{label} [{'#' * filled:{WIDTH}}] {done:,}/{total:,}", ending="")
        if done and self.stdout.isatty():
            self.stdout.write("")
        return done
