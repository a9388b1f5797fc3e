"""Large exports: asked for by a person, written by the worker, fetched by the same person and then taken away."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.files import File
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django_tasks import task

from apps.accounts.models import User
from apps.board.filters import Filters
from apps.board.portal import midnight
from apps.disclosures.audience import audiences_of
from apps.disclosures.models import Disclosure
from apps.reuse.files import FORMS, FileForm, write
from apps.reuse.models import ExportJob
from apps.reuse.tables import BATCH, items_table

KEPT = datetime.timedelta(days=7)


def ask_for(form: FileForm, query: str, *, actor: User) -> ExportJob:
    """The job that will write this list; one that is still under way is not begun twice."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)  # a second press waits here, and then finds the first
        same = actor.export_jobs.filter(form=form.suffix, query=query, written_at=None, failed_at=None)
        if waiting := next((job for job in same if not job.is_quiet), None):
            return waiting
        job = actor.export_jobs.create(form=form.suffix, query=query, language=translation.get_language())
        write_file.enqueue(str(job.pk))
    return job


@task()
def write_file(key: str) -> None:
    """Write the file of a job; what goes wrong is said on the job's page and raised for the worker's log."""
    job = ExportJob.objects.select_related("person").get(pk=key)
    try:
        with translation.override(job.language):
            last_days = _write(job)
    except Exception:
        _record(job, failed_at=timezone.now(), keep_until=timezone.now() + KEPT)
        _take_away_later(job)
        raise
    _record(job, file=job.file.name, written_at=timezone.now(), keep_until=_keep_until(last_days))
    _take_away_later(job)


def _write(job: ExportJob) -> set[datetime.date]:
    """The days after which an item in it is shown no more."""
    filters = Filters(QueryDict(job.query), reader=job.person)
    items = filters.narrow(Disclosure.objects.visible_to(job.person))
    _record(job, total=items.order_by().count(), audiences=audiences_in_words(job.person))
    table, last_days = items_table(items), set[datetime.date]()
    watched = replace(table, rows=_counted(table.rows, job, last_days))
    with tempfile.TemporaryFile() as file:
        write(FORMS[job.form], [watched], file)
        job.file.save("", File(file), save=False)
    return last_days


def _take_away_later(job: ExportJob) -> None:
    take_away.using(run_after=job.keep_until).enqueue(str(job.pk), job.file.name or "")


@task()
def take_away(key: str, name: str) -> None:
    """Delete a job and its file, the file also when the person and with them the job are gone."""
    if name:
        ExportJob.file.field.storage.delete(name)
    ExportJob.objects.filter(pk=key).delete()


def audiences_in_words(reader: Any) -> list[str]:
    """The inside audiences a reader belongs to, so that a later day can tell whether they are still the same."""
    return sorted({f"{audience} {unit}" for audience, unit in audiences_of(reader)})


def _counted(rows: Iterable[Any], job: ExportJob, last_days: set[datetime.date]) -> Iterator[Any]:
    """The rows, told to the job batch by batch, and the days after which one of them is shown no more."""
    number = 0
    for number, row in enumerate(rows, start=1):
        if row.display_until:
            last_days.add(row.display_until)
        yield row
        if number % BATCH == 0:
            _record(job, rows=number)
    _record(job, rows=number)


def _keep_until(last_days: Iterable[datetime.date]) -> datetime.datetime:
    """Seven days, or until an item in it is shown no more: lists of names are taken down everywhere."""
    ends = [midnight(day + datetime.timedelta(days=1)) for day in last_days]
    return min([timezone.now() + KEPT, *ends])


def _record(job: ExportJob, **values: Any) -> None:
    for name, value in {**values, "touched_at": timezone.now()}.items():
        setattr(job, name, value)
    job.save(update_fields=[*values, "touched_at"])
