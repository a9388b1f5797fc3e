"""A Monday in term from which days are counted back."""

from __future__ import annotations

import datetime

from django.utils import timezone

MONDAY = datetime.datetime(2026, 11, 23, 12, tzinfo=timezone.get_default_timezone())


def ago(days: int) -> datetime.datetime:
    return MONDAY - datetime.timedelta(days=days)
