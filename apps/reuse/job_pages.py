"""A person's own large exports: how far they are, and the door to the file."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.board.filters import Filters
from apps.disclosures.models import Disclosure
from apps.reuse.exports import kind_names
from apps.reuse.files import FORMS, file_name
from apps.reuse.jobs import audiences_in_words
from apps.reuse.models import ExportJob

LOOK_AGAIN = 10
"""Seconds after which the page of a job that is under way loads itself again, for who asked for that."""


@never_cache
@login_required
@require_safe
def job(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far a job of this person is; a page that reloads unasked would throw a listener back to its beginning."""
    found = get_object_or_404(request.user.export_jobs, pk=key)
    response = _page(request, found)
    if found.is_under_way and "watch" in request.GET:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


@never_cache
@login_required
@require_safe
def job_file(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """The file, for who asked for it, while what it holds may still be read by them."""
    found = get_object_or_404(request.user.export_jobs.exclude(written_at=None), pk=key)
    if is_stale(found):
        return _page(request, found, status=410)
    form, name = FORMS[found.form], file_name(FORMS[found.form], *kind_names(_filters(found)))
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type=form.media_type)


def _page(request: HttpRequest, job: ExportJob, status: int = 200) -> HttpResponse:
    context = {"job": job, "list_url": _filters(job).url(), "is_stale": bool(job.written_at) and is_stale(job)}
    return render(request, "reuse/job.html", context, status=status)


def _filters(job: ExportJob) -> Filters:
    return Filters(QueryDict(job.query), reader=job.person)


def is_stale(job: ExportJob) -> bool:
    """Its time is over, it is not on the disk (a restore brings no exports back), its person now reads other
    audiences, or an item was withdrawn after it was written."""
    is_gone = not job.file or not job.file.storage.exists(job.file.name)
    if is_gone or job.keep_until <= timezone.now() or audiences_in_words(job.person) != job.audiences:
        return True
    return Disclosure.objects.visible_to(job.person).filter(withdrawn_at__gte=job.created_at).exists()
