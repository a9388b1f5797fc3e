"""The grades of a nine-year school, and how some of them are called."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.disclosures.templatetags.portal import listed

GRADES = [(grade, format_lazy(_("grade {number}"), number=grade)) for grade in range(1, 10)]
ALL = range(1, len(GRADES) + 1)
STAGES = ((range(1, 7), _("Primary school")), (range(7, 10), _("Junior high school")))
"""Six grades and three, as nearly all provinces count them."""


def in_words(grades: Iterable[int]) -> str:
    """“grade 7”, “grades 1 to 6, grade 9”; empty for all grades."""
    wanted = sorted(grades)
    if wanted == list(ALL):
        return ""
    runs = (list(run) for _start, run in groupby(enumerate(wanted), lambda pair: pair[1] - pair[0]))
    return listed(_run(run[0][1], run[-1][1]) for run in runs)


def _run(first: int, last: int) -> str:
    if first == last:
        return str(dict(GRADES)[first])
    return gettext("grades %(first)d to %(last)d") % {"first": first, "last": last}
