"""Papers made before anybody asks for them, by the worker."""

from __future__ import annotations

from contextlib import suppress

from django_tasks import task

from apps.disclosures.models import Disclosure
from apps.papers.making import paper_of
from apps.papers.models import Paper
from apps.papers.printing import NotPrinted
from apps.papers.weeks import EVERYBODY


@task()
def prepare(pk: int) -> None:
    """Print the poster and the full text of an item that everybody may read. What fails, the office sees."""
    for item in Disclosure.objects.visible_to(EVERYBODY).filter(pk=pk):
        for paper_format in (Paper.Format.POSTER_A4, Paper.Format.SHEET):
            with suppress(NotPrinted):
                paper_of(item.specific, paper_format, EVERYBODY)
