"""Large exports: asked for, written by the real worker, fetched by their person, taken away."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.organization.models import Membership
from apps.reuse import exports, jobs
from apps.reuse.models import ExportJob
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk


@pytest.fixture(autouse=True)
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MANY", 2)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker would close the connection that holds the transaction around the test."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def asked(cast: Cast, address: str = "/data/items.csv", reader: str = "teacher") -> Client:
    """A browser that has asked for the file."""
    client = browser(cast, reader)
    assert client.post(address).status_code == 302
    return client


def work() -> None:
    """What `manage.py db_worker` does, until nothing is left to do."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)


def page(client: Client) -> HttpResponse:
    return client.get(f"/data/jobs/{ExportJob.objects.latest('created_at').pk}/")


def file(client: Client) -> HttpResponse:
    return client.get(f"/data/jobs/{ExportJob.objects.latest('created_at').pk}/file")


def titles(response: HttpResponse) -> list[str]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row["title"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_the_worker_writes_the_file(cast: Cast, suffix: str) -> None:
    base_rows(cast, 3)
    client = asked(cast, f"/data/items.{suffix}")
    work()
    response = file(client)
    assert (response.status_code, len(b"".join(response.streaming_content)) > 100) == (200, True)


def test_the_file_has_the_items_of_the_list(cast: Cast) -> None:
    rows = base_rows(cast, 3)
    base_rows(cast, 2, audience="staff", title="教职工的事")
    client = asked(cast, "/data/items.csv?audience=public")
    work()
    assert titles(file(client)) == [row.title for row in rows]


def test_the_file_has_what_its_person_may_read_when_it_is_written(cast: Cast) -> None:
    base_rows(cast, 3, audience="staff")
    client = asked(cast)
    Membership.objects.filter(user=cast.teacher).update(until=timezone.localdate() - datetime.timedelta(days=1))
    work()
    assert titles(file(client)) == []


def test_a_job_that_waits_says_so(cast: Cast) -> None:
    base_rows(cast, 3)
    assert "Waiting for its turn" in page(asked(cast)).content.decode()


@pytest.mark.parametrize(("asked_for", "refresh"), [("", None), ("?watch", "10")])
def test_a_page_looks_again_by_itself_for_who_wants_that(cast: Cast, asked_for: str, refresh: str | None) -> None:
    base_rows(cast, 3)
    client = asked(cast)
    assert client.get(f"/data/jobs/{ExportJob.objects.get().pk}/{asked_for}").get("Refresh") == refresh


def test_a_job_under_way_shows_how_far_it_is(cast: Cast) -> None:
    base_rows(cast, 3)
    client = asked(cast)
    ExportJob.objects.update(total=3, rows=2)
    assert 'max="3" value="2"' in page(client).content.decode()


def test_progress_is_recorded_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    base_rows(cast, 5)
    asked(cast)
    job, seen = ExportJob.objects.get(), []
    for _row in jobs._counted(range_of_rows(), job, set()):
        seen.append(ExportJob.objects.get().rows)
    assert (seen, ExportJob.objects.get().rows) == ([0, 0, 2, 2, 4], 5)


def range_of_rows() -> list[Disclosure]:
    return list(Disclosure.objects.order_by("id"))


def test_a_finished_job_offers_the_file_and_rests(cast: Cast) -> None:
    base_rows(cast, 3)
    client = asked(cast)
    work()
    response = client.get(f"/data/jobs/{ExportJob.objects.get().pk}/?watch")
    assert ("The file is ready: 3 items" in response.content.decode(), "Refresh" in response) == (True, False)


def test_the_worker_that_does_not_come_is_noticed(cast: Cast) -> None:
    base_rows(cast, 3)
    client = asked(cast)
    ExportJob.objects.update(touched_at=timezone.now() - datetime.timedelta(minutes=6))
    assert "may have stopped" in page(client).content.decode()


def test_a_failure_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*arguments: object) -> None:
        raise OSError("No space left on device")

    base_rows(cast, 3)
    client = asked(cast)
    monkeypatch.setattr(jobs, "write", full_disk)
    work()
    shown = page(client).content.decode()
    assert ("could not be written" in shown, "No space" in shown) == (True, False)


@pytest.mark.parametrize("reader", ["other_teacher", "office", "parent"])
@pytest.mark.parametrize("part", ["", "file"])
def test_nobody_else_comes_near(cast: Cast, reader: str, part: str) -> None:
    base_rows(cast, 3)
    asked(cast)
    work()
    job = ExportJob.objects.get()
    assert browser(cast, reader).get(f"/data/jobs/{job.pk}/{part}").status_code == 404


def test_who_did_not_sign_in_is_asked_to(cast: Cast) -> None:
    base_rows(cast, 3)
    asked(cast)
    assert page(Client()).url.startswith("/account/sign-in/")


def test_nobody_who_did_not_sign_in_begins_a_job(cast: Cast) -> None:
    base_rows(cast, 3)
    Client().post("/data/items.csv")
    assert not ExportJob.objects.exists()


def test_the_file_is_not_there_before_it_is_written(cast: Cast) -> None:
    base_rows(cast, 3)
    assert file(asked(cast)).status_code == 404


def test_asking_twice_is_one_job(cast: Cast) -> None:
    base_rows(cast, 3)
    client = asked(cast)
    client.post("/data/items.csv")
    assert (ExportJob.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_asking_for_another_list_is_another_job(cast: Cast) -> None:
    base_rows(cast, 3)
    client = asked(cast)
    client.post("/data/items.csv?year=2026")
    assert ExportJob.objects.count() == 2


# What is no longer to be had


def written(cast: Cast, **fields: object) -> Client:
    for _number in range(2):
        walk(draft(cast, audience="staff", **fields), State.POSTED, cast)
    client = asked(cast)
    work()
    return client


def test_a_file_is_closed_when_its_person_reads_less(cast: Cast) -> None:
    client = written(cast)
    Membership.objects.filter(user=cast.teacher).update(until=timezone.localdate() - datetime.timedelta(days=1))
    response = file(client)
    assert (response.status_code, "no longer kept" in response.content.decode()) == (410, True)


def test_a_file_is_closed_when_something_was_withdrawn(cast: Cast) -> None:
    client = written(cast)
    walk(Disclosure.objects.latest("id").specific, State.WITHDRAWN, cast)
    assert file(client).status_code == 410


def test_a_file_that_is_not_on_the_disk_is_said_to_be_gone(cast: Cast) -> None:
    client = written(cast)
    job = ExportJob.objects.latest("created_at")
    job.file.storage.delete(job.file.name)
    assert file(client).status_code == 410


def test_a_file_is_kept_seven_days(cast: Cast) -> None:
    written(cast)
    job = ExportJob.objects.get()
    assert job.keep_until - job.written_at == pytest.approx(
        datetime.timedelta(days=7), abs=datetime.timedelta(minutes=1)
    )


def test_a_file_is_kept_no_longer_than_the_names_in_it_are_shown(cast: Cast) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    written(cast, display_until=tomorrow)
    last = timezone.localtime(ExportJob.objects.get().keep_until - datetime.timedelta(seconds=1)).date()
    assert last == tomorrow


def test_a_file_whose_time_is_over_is_closed_even_if_nobody_took_it_away(cast: Cast) -> None:
    client = written(cast)
    ExportJob.objects.update(keep_until=timezone.now())
    assert file(client).status_code == 410


def test_the_worker_takes_the_file_away(cast: Cast) -> None:
    written(cast)
    job = ExportJob.objects.get()
    with time_machine.travel(job.keep_until + datetime.timedelta(seconds=1)):
        work()
    assert (ExportJob.objects.exists(), job.file.storage.exists(job.file.name)) == (False, False)


def test_the_worker_leaves_a_file_that_is_still_kept(cast: Cast) -> None:
    written(cast)
    work()
    assert ExportJob.objects.get().file.storage.exists(ExportJob.objects.get().file.name)


def test_the_file_of_somebody_who_is_gone_is_taken_away(cast: Cast) -> None:
    written(cast)
    job = ExportJob.objects.get()
    cast.teacher.delete()
    with time_machine.travel(job.keep_until + datetime.timedelta(seconds=1)):
        work()
    assert not job.file.storage.exists(job.file.name)


def test_the_name_of_a_stored_file_says_nothing(cast: Cast) -> None:
    written(cast)
    name = ExportJob.objects.get().file.name
    assert (name.startswith("exports/"), "teacher" in name, cast.school.name in name) == (True, False, False)
