"""One book of months from which every statement of the demo is read, so that all agree."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from apps.kinds.finance.models import Direction

Month = tuple[int, int]
"""Year and month."""

SERVICE_MONTHS = (3, 4, 5, 6, 9, 10, 11, 12)
SERVICE_INCOME, SERVICE_PAY = Decimal("118560.00"), Decimal("94848.00")
AT_FIRST = Decimal("286430.00")
"""Yuan in hand on the first of January on which the book begins."""
DEARER = {"公用经费拨款": "0.03", "教学与办公耗材": "0.04", "水电燃气": "0.06", "设备购置": "0.08", "教师培训": "-0.05"}
"""By which part of its row a category grew in a year; the others stay the same, and the rows are the third year's."""


def in_service_months(amount: Decimal) -> str:
    return " ".join(str(amount if month in SERVICE_MONTHS else 0) for month in range(1, 13))


def evenly(amount: str) -> str:
    return " ".join([amount] * 12)


INCOME = {
    "公用经费拨款": ("1596000.00", evenly("133000.00")),
    "专项拨款（校舍维修）": ("320000.00", "0 80000.00 0 0 80000.00 0 0 80000.00 0 0 80000.00 0"),
    "课后服务费": ("948480.00", in_service_months(SERVICE_INCOME)),
    "社会捐赠（慰问款）": (None, "3000.00 5000.00 0 0 2000.00 0 0 0 6000.00 0 0 4000.00"),
}
EXPENSE = {
    "教学与办公耗材": (
        "386000.00",
        "18688.50 34218.60 38940.20 33150.75 31870.40 29460.10 8120.00 18450.30 46230.80 35610.25 33980.60 28744.90",
    ),
    "水电燃气": (
        "342000.00",
        "27293.45 21640.35 24380.10 22915.60 26740.85 33120.40 19870.25 15460.90 31280.75 27650.30 28930.55 34470.20",
    ),
    "校舍维修": (
        "480000.00",
        "7800.00 76450.00 18600.00 12350.00 24800.00 9600.00 98400.00 132500.00 26400.00 14200.00 31750.00 11900.00",
    ),
    "教师培训": (
        "168000.00",
        "5600.00 9860.00 14200.00 18650.00 16400.00 12800.00 21500.00 17300.00 9200.00 15980.00 13450.00 6700.00",
    ),
    "课后服务劳务": ("758784.00", in_service_months(SERVICE_PAY)),
    "设备购置": (
        "360000.00",
        "81800.00 46800.00 12400.00 8600.00 15900.00 3200.00 42000.00 68500.00 22300.00 9800.00 14600.00 5400.00",
    ),
    "安保与保洁": ("374400.00", evenly("31200.00")),
    "困难学生资助": ("112000.00", "0 0 28000.00 0 28000.00 0 0 0 28000.00 0 28000.00 0"),
}
"""By category: the budget of the year, and the yuan of the twelve months."""
BOOKS = ((Direction.INCOME, INCOME), (Direction.EXPENSE, EXPENSE))


def first_day(month: Month) -> datetime.date:
    return datetime.date(*month, 1)


def last_day(month: Month) -> datetime.date:
    return first_day(following(month)) - datetime.timedelta(days=1)


def following(month: Month, count: int = 1) -> Month:
    year, number = divmod(month[0] * 12 + month[1] - 1 + count, 12)
    return year, number + 1


def months(first: Month, last: Month) -> list[Month]:
    found = [first]
    while found[-1] < last:
        found.append(following(found[-1]))
    return found


def sums(period: Iterable[Month], since: int) -> dict[Direction, dict[str, Decimal]]:
    """Yuan by side and category over the months, in a book that begins in the year `since`."""
    return {
        side: {
            name: sum((booked(name, row, month, since) for month in period), Decimal(0))
            for name, (_budget, row) in book.items()
        }
        for side, book in BOOKS
    }


def booked(name: str, row: str, month: Month, since: int) -> Decimal:
    """Yuan of a category in a month: its row, a little less for every year before the third."""
    year, number = month
    share = 1 + Decimal(DEARER.get(name, 0)) * (year - since - 2)
    return (Decimal(row.split()[number - 1]) * share).quantize(Decimal("0.01"))


def left_after(month: Month, since: int) -> Decimal:
    """Yuan in hand at the end of a month, in a book that begins in January of the year `since`."""
    found = sums(months((since, 1), month) if month >= (since, 1) else [], since)
    return AT_FIRST + sum(found[Direction.INCOME].values()) - sum(found[Direction.EXPENSE].values())


def statement(period: list[Month], since: int, missing: Decimal = Decimal(0)) -> dict[str, Any]:
    """Days, balances and lines of some months; `missing` was left out of teacher training.

    A term that began in the year before is held against no year's budget.
    """
    in_one_year = period[0][0] == period[-1][0]
    year = sums(months((period[-1][0], 1), period[-1]) if in_one_year else period, since)
    lines = [
        {
            "direction": side,
            "category": name,
            "amount": amount - (missing if name == "教师培训" else 0),
            "amount_ytd": year[side][name] - (missing if name == "教师培训" else 0) if in_one_year else None,
            "budget": dict(BOOKS)[side][name][0] if in_one_year else None,
        }
        for side, amounts in sums(period, since).items()
        for name, amount in amounts.items()
        if year[side][name]
    ]
    return {
        "period_start": first_day(period[0]),
        "period_end": last_day(period[-1]),
        "opening_balance": left_after(following(period[0], -1), since),
        "closing_balance": left_after(period[-1], since) + missing,
        "lines": lines,
    }
