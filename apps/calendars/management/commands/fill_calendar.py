from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext

from apps.calendars.filling import YearNotAnnounced, fill


class Command(BaseCommand):
    help = "Add the holidays and worked weekends of this year and the next. Safe to run again: no row is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, nargs="+", help="Other years to fill.")

    def handle(self, *, year: list[int] | None, **options: object) -> None:
        this_year = timezone.localdate().year
        for number in year or (this_year, this_year + 1):
            self.stdout.write(outcome(number))


def outcome(year: int) -> str:
    """Fill a year and say in words what came of it."""
    try:
        added = fill(year)
    except YearNotAnnounced as reason:
        return str(reason)
    return gettext("%(year)s: %(added)s special days added.") % {"year": year, "added": added}
