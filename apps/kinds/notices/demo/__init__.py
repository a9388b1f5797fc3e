"""The notices of the demo school."""

from __future__ import annotations

from typing import Any

from apps.kinds.notices.demo.governance import organization, plans, rules
from apps.kinds.notices.demo.logistics import logistics
from apps.kinds.notices.demo.participation import participation
from apps.kinds.notices.demo.routine import add_routine
from apps.kinds.notices.demo.teaching import admissions, teaching
from apps.kinds.notices.demo.under_way import under_way

__all__ = ["add_items", "add_routine"]


def add_items(plan: Any) -> None:
    for add in (rules, organization, plans, admissions, teaching, logistics, participation, under_way):
        add(plan)
