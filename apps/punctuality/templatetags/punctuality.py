"""What the board shows of the duties of the running term."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.calendars.models import Term
from apps.catalogue.models import in_readers_language
from apps.duties.conditions import COUNTED, Condition, Tally
from apps.duties.models import Duty
from apps.punctuality.trend import Trend

register = template.Library()

register.filter("condition_name", lambda condition: Condition(condition).label)
register.filter("times", lambda count: range(count))


@register.filter
def counted(tally: Tally) -> list[tuple[str, int]]:
    """What the punctuality figure is made of, each with its number: on time, late, missing."""
    return [(str(condition), getattr(tally, condition)) for condition in COUNTED]


@register.filter
def trend_words(trend: Trend) -> str:
    """The drawing for whoever does not see it."""
    terms = (
        _("%(term)s: %(on_time)d of %(counted)d on time, %(late)d late, %(missing)d missing")
        % {"term": bar.term, "counted": bar.tally.counted, **dict(counted(bar.tally))}
        for bar in trend.bars
    )
    return _("%(terms)s. All figures stand in the table below.") % {"terms": "; ".join(terms)}


@register.inclusion_tag("punctuality/_panel.html")
def punctuality_panel() -> dict[str, Any]:
    """The running term of the only school, by class; with several schools the way to their comparison."""
    begun = Term.objects.filter(starts_on__lte=timezone.localdate()).order_by("school_id", "-starts_on")
    terms = list(begun.distinct("school_id")[:2])
    classes = _classes(terms[0]) if len(terms) == 1 else []
    return {"has_several": len(terms) > 1, "classes": classes, "total": _sum(tally for _name, tally in classes)}


def _classes(term: Term) -> list[tuple[str, Tally]]:
    """The classes of the catalogue in their order, in one query."""
    duties = Duty.objects.owed().in_term(term).judged().annotate(class_code=Substr("heading__code", 1, 2))
    tallies = duties.tallies("class_code", "heading__section", "heading__section_en")
    rows = sorted(tallies.items(), key=lambda row: row[0])
    return [(in_readers_language(name, english), tally) for (_code, name, english), tally in rows if tally.counted]


def _sum(tallies: Any) -> Tally:
    found = list(tallies)
    return Tally(**{name: sum(getattr(tally, name) for tally in found) for name in COUNTED})
