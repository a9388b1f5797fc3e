"""What the office announces today, as columns of the query that every public page asks anyhow."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists
from django.db.models.functions import JSONObject

from apps.pages.models import Banner, GreyDays


def announcements() -> dict[str, Any]:
    """The banners of today, newest first, and whether it is a day in grey."""
    said = Banner.objects.current().values(json=JSONObject(text="text", link="link", tone="tone"))
    return {"banners": ArraySubquery(said), "is_grey": Exists(GreyDays.objects.current())}
