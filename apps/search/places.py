"""Where on a card the words stand, asked of PostgreSQL, so that a long text is never fetched for one line of it."""

from __future__ import annotations

from functools import reduce
from operator import add

from django.db.models import Expression, F, Func, IntegerField, TextField, Value
from django.db.models.functions import Substr

from apps.search.models import Card
from apps.search.query import Query

BREAK = Value("\n")


def line_of(pattern: str, flat: Expression | F) -> Func:
    """The number of the line in which a pattern first stands; the first line is 0 or 1, and the last one is also the
    answer when it stands nowhere."""
    before = Func(flat, Value(pattern), Value(1), function="split_part", output_field=TextField())
    lines = Func(before, BREAK, function="string_to_array")
    return Func(lines, function="cardinality", output_field=IntegerField())


def beside_the_title(flat: str) -> Func:
    """The flat text from the end of its first line on."""
    at = Func(F(flat), BREAK, function="strpos", output_field=IntegerField())
    return Substr(F(flat), at)


def text_of(line: Func) -> Func:
    """The line of this number, as it was written."""
    return Func(F("text"), BREAK, line, function="split_part", output_field=TextField())


def distances(keys: list[int], query: Query) -> dict[int, int]:
    """How far from the title the words stand, for each card: the sum over the words of 0 for the title, 1 for the
    numbers and the summary, 2 for the text, 3 for a file."""
    sections = [_section_of(line_of(pattern, F("flat"))) for pattern in query.patterns]
    return dict(Card.objects.filter(pk__in=keys).values_list("pk", reduce(add, sections, Value(0))))


def _section_of(line: Func) -> Func:
    section = Func(line, F("sections"), function="width_bucket")
    return Func(section, Value(3), function="least", output_field=IntegerField())
