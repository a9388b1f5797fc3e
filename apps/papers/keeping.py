"""A paper is made once for each text and kept; the text decides whether it is the same paper."""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.papers.models import Paper
from apps.papers.printing import NotPrinted, Pdf

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)


def kept(text: str, make: Callable[[], Pdf], **subject: object) -> Paper:
    """The paper of a subject (format, and item or week) with exactly this text, made now unless it was made before.

    Two who ask at once make it once: the second waits for the row. Raises NotPrinted when it cannot be made; the row
    then says why, for the office.
    """
    digest = sha256(f"{subject['format']}\n{text}".encode()).hexdigest()
    paper = Paper.objects.filter(digest=digest).first()
    if paper and paper.is_there:
        return paper
    with transaction.atomic():
        paper, _is_new = Paper.objects.select_for_update().get_or_create(digest=digest, defaults=subject)
        if not paper.is_there:
            _fill(paper, make)
    if paper.trouble:
        raise NotPrinted(paper.trouble)
    _forget(Paper.objects.filter(**subject).exclude(pk=paper.pk))
    return paper


def _fill(paper: Paper, make: Callable[[], Pdf]) -> None:
    """Make the paper, or write down why not."""
    paper.made_at, paper.trouble = timezone.now(), ""
    try:
        pdf = make()
    except NotPrinted as reason:
        logger.exception("No paper %s", paper)
        paper.trouble = str(reason)
    except Exception:  # whatever a typesetter makes of a text: the reader still gets an answer
        logger.exception("No paper %s", paper)
        paper.trouble = _("This text could not be set. Whoever looks after the portal finds the reason in its log.")
    else:
        paper.size, paper.pages = len(pdf.content), pdf.pages
        paper.file.save(f"{paper.digest}.pdf", ContentFile(pdf.content), save=False)
    paper.save()


def _forget(papers: QuerySet[Paper]) -> None:
    """Take papers of an earlier text off the disk: what was withdrawn does not lie about."""
    for paper in papers:
        paper.file.delete(save=False)
        paper.delete()
