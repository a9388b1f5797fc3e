"""Fills the calendar from the State Council's yearly notices, as the package chinesecalendar publishes them."""

from __future__ import annotations

import datetime
from importlib.metadata import version

from chinese_calendar import Holiday, get_dates, get_holiday_detail
from django.db import transaction
from django.utils.translation import gettext

from apps.calendars.models import CalendarDay, CalendarYear

# The package says 清明, 端午 and 中秋; the notices say the full names.
NAMES = {holiday.value: holiday.chinese for holiday in Holiday} | {
    Holiday.tomb_sweeping_day.value: "清明节",
    Holiday.dragon_boat_festival.value: "端午节",
    Holiday.mid_autumn_festival.value: "中秋节",
}


class YearNotAnnounced(Exception):
    """The holidays of this year are not known to the package; the text says what to do."""


@transaction.atomic
def fill(year: int) -> int:
    """Add the year's special days that are not there yet and return their number; rows that exist are never changed.

    Raises YearNotAnnounced, and writes nothing, when the package does not know the year: the year stays provisional.
    """
    present = set(CalendarDay.objects.filter(date__year=year).values_list("date", flat=True))
    missing = [day for day in special_days(year) if day.date not in present]
    for day in missing:  # each by itself: what was promised by the calendar follows every day that is saved
        day.save()
    CalendarYear.objects.get_or_create(year=year, defaults={"source": f"chinesecalendar {version('chinesecalendar')}"})
    return len(missing)


def special_days(year: int) -> list[CalendarDay]:
    """The year's holidays (their weekends included) and worked weekends, unsaved. Raises YearNotAnnounced."""
    dates = get_dates(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    try:
        return [day for date in dates if (day := special_day(date))]
    except NotImplementedError as error:
        message = gettext(
            "%(year)s: the package chinesecalendar does not know the holidays, so nothing was added. Update it and run "
            "this again, or enter the days by hand. Until then the year is provisional: only weekdays are counted."
        )
        raise YearNotAnnounced(message % {"year": year}) from error


def special_day(date: datetime.date) -> CalendarDay | None:
    is_off, holiday = get_holiday_detail(date)
    if holiday is None:
        return None
    name = NAMES[holiday]
    return CalendarDay(date=date, is_working=not is_off, name=name if is_off else f"{name}调休上班")
