"""People at the pages of duties, on a day of March 2026 when every duty of the school is open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from apps.duties.models import Duty, Part, Responsibility
from tests.cast import Cast
from tests.duties import at, calendar_of, heading, opened
from tests.visiting import visiting

TODAY = at(2026, 3, 18)
"""A Wednesday; February's finance was due on the 13th."""
LIST, WEEK, TERM = (reverse(f"dutywork:{name}") for name in ("list", "week", "term"))
HAPPENED, RHYTHMS, LINK = (reverse(f"dutywork:{name}") for name in ("happened", "rhythms", "link"))


def school_with_duties(cast: Cast) -> None:
    """Duties counted since September; the logistics department handles the monthly finance and the canteen."""
    calendar_of(cast.school)
    for code in ("0905", "1001"):
        Responsibility.objects.create(
            heading=heading(code), unit=cast.department, part=Part.HANDLER, person=cast.clerk, since="2025-09-01"
        )
    opened(cast, at(2026, 3, 2))


def monthly(key: str = "2026-02") -> Duty:
    return Duty.objects.get(heading__code="0905", key=key)


def page(user: Any, address: str, **query: Any) -> Any:
    return visiting(user).get(address, query)


def do(user: Any, duty: Duty, deed: str, **fields: Any) -> Any:
    """Press a button on the page of a duty."""
    return visiting(user).post(duty.get_absolute_url(), {"do": deed, **fields})
