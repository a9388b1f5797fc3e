"""Working days between two dates, counted by the database: the rule of working_days.py for many rows at once."""

from __future__ import annotations

from django.db import models


class WorkingDays(models.Func):
    """WorkingDays(first, last): the working days after the first date up to the last; the first is not counted.

    0 when the last is the first, or is not known.
    """

    arity = 2
    arg_joiner = "::date + 1, "
    template = (
        "(SELECT count(*) FROM generate_series(%(expressions)s::date, interval '1 day') AS span (day)"
        " LEFT JOIN calendars_calendarday AS special ON special.date = span.day::date"
        " WHERE COALESCE(special.is_working, EXTRACT(isodow FROM span.day) < 6))"
    )
    output_field = models.IntegerField()


class Median(models.Aggregate):
    """The middle of the values, or the mean of the two in the middle; None of none."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.FloatField()
