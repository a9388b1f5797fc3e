"""Open the duties of a school, also those of years that were brought in."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.duties.following import in_words
from apps.duties.opening import open_duties
from apps.organization.models import Unit


class Command(BaseCommand):
    help = "Begin to count the duties of every school, or of one; --since brings in years that are over."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--school", help="the name of one school (default: every school)")
        parser.add_argument(
            "--since", type=datetime.date.fromisoformat, metavar="DAY", help="count from this day on, as 2016-09-01"
        )

    def handle(self, *args: Any, school: str | None, since: datetime.date | None, **options: Any) -> None:
        schools = Unit.objects.filter(level=Unit.Level.SCHOOL)
        if school and not (schools := schools.filter(name=school)):
            raise CommandError(_("There is no school of this name: %s") % school)
        for one in schools:
            said = in_words(open_duties(one, actor=User.objects.clock(), since=since)) or _("nothing new")
            self.stdout.write(f"{one}: {said}")
