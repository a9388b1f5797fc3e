"""What a school's disclosure leaves out, as a file: every line, also those that the page does not show."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.disclosures.addresses import absolute
from apps.groupwork.coverage_lines import Line, Section, sections_of
from apps.groupwork.coverage_pages import coverage_asked
from apps.reuse.columns import Column, Shape
from apps.reuse.exports import export_limit, sent
from apps.reuse.files import CSV
from apps.reuse.tables import Table

Row = tuple[Section, Line]


@never_cache
@login_required
@export_limit
@require_safe
def coverage_file(request: HttpRequest) -> HttpResponseBase:
    """For the same readers as the page, with its own conditions."""
    coverage = coverage_asked(request)
    rows = [(section, line) for section in sections_of(coverage, most=None) for line in section.lines]
    title = _("What is left out")
    return sent(CSV, [Table("coverage", title, coverage_columns(), rows)], str(coverage.school), title)


def coverage_columns() -> list[Column]:
    return [
        Column("question", gettext_lazy("question"), Shape.TEXT, lambda row: str(row[0].title)),
        Column("subject", gettext_lazy("what it is about"), Shape.TEXT, lambda row: row[1].subject),
        Column("unit", gettext_lazy("unit"), Shape.TEXT, lambda row: row[1].where),
        Column("found", gettext_lazy("what was found"), Shape.TEXT, lambda row: row[1].found),
        Column("next", gettext_lazy("what to do next"), Shape.TEXT, lambda row: row[1].next.words),
        Column("address", gettext_lazy("address"), Shape.TEXT, _address),
    ]


def _address(row: Row) -> str:
    return absolute(row[1].next.address) if row[1].next.address else ""
