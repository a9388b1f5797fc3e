"""Dates and times as the portal prints them: 4月8日（周二）17:00. All in the school's time zone (Asia/Shanghai)."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
INITIALS = (
    pgettext_lazy("weekday, one character", "M"),
    pgettext_lazy("weekday, one character", "T"),
    pgettext_lazy("weekday, one character", "W"),
    pgettext_lazy("weekday, one character", "Th"),
    pgettext_lazy("weekday, one character", "F"),
    pgettext_lazy("weekday, one character", "Sa"),
    pgettext_lazy("weekday, one character", "Su"),
)


def local(value: datetime.date) -> datetime.date:
    """The moment in the school's time zone; a plain date stays as it is."""
    return timezone.localtime(value) if isinstance(value, datetime.datetime) else value


def month_day(value: datetime.date) -> str:
    """4月8日"""
    return date_format(local(value), "MONTH_DAY_FORMAT")


def full_day(value: datetime.date) -> str:
    """2025年4月8日 星期二"""
    day = local(value)
    return _("%(date)s %(weekday)s") % {"date": date_format(day, "DATE_FORMAT"), "weekday": date_format(day, "l")}


def weekday(value: datetime.date) -> str:
    """周二"""
    return str(WEEKDAYS[local(value).weekday()])


def weekday_initial(value: datetime.date) -> str:
    """二"""
    return str(INITIALS[local(value).weekday()])


def month_day_weekday(value: datetime.date) -> str:
    """4月8日（周二）"""
    return _("%(date)s (%(weekday)s)") % {"date": month_day(value), "weekday": weekday(value)}


def moment(value: datetime.datetime) -> str:
    """4月8日（周二）17:00"""
    return _("%(date)s %(time)s") % {"date": month_day_weekday(value), "time": date_format(local(value), "TIME_FORMAT")}


def full_moment(value: datetime.datetime) -> str:
    """2025年4月8日 17:00"""
    return date_format(local(value), "DATETIME_FORMAT")


def near(value: datetime.date) -> str:
    """The month and the day, with the year when it is not this one."""
    form = "MONTH_DAY_FORMAT" if local(value).year == timezone.localdate().year else "DATE_FORMAT"
    return date_format(local(value), form)


def span(first: datetime.date, last: datetime.date) -> str:
    """4月4日至4月6日, or one day."""
    if first == last:
        return near(first)
    return _("%(first)s to %(last)s") % {"first": near(first), "last": near(last)}
