"""Packages asked for on the page: written by the real worker, fetched by their person, taken away."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from apps.archive.models import Package
from apps.calendars.models import Term
from apps.disclosures.states import State
from apps.organization.models import Membership
from tests.boarding import browser
from tests.bundling import days, posted
from tests.cast import Cast, walk
from tests.papering import needs_typesetting
from tests.test_archive_bundle import small_disk
from tests.test_reuse_jobs import work

pytestmark = needs_typesetting
PAGE = "/desk/archive/"


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker would close the connection that holds the transaction around the test."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def form(cast: Cast, since: int = -30, until: int = 0, **fields: object) -> dict[str, object]:
    first, last = days(since, until)
    return {"school": cast.school.pk, "period": "days", "first": first, "last": last, **fields}


def asked(cast: Cast, reader: str = "office") -> Client:
    client = browser(cast, reader)
    assert client.post(PAGE, form(cast)).status_code == 302
    return client


def written(cast: Cast, reader: str = "office", **fields: object) -> Client:
    """A browser whose package is ready, with one item for the staff in it."""
    posted(cast, audience="staff", **fields)
    client = asked(cast, reader)
    work()
    return client


def address(part: str = "") -> str:
    return f"{PAGE}package/{Package.objects.latest('created_at').pk}/{part}"


def page(client: Client) -> str:
    return client.get(address()).content.decode()


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content)


def test_worker_writes_the_package(cast: Cast) -> None:
    response = written(cast).get(address("file"))
    with zipfile.ZipFile(io.BytesIO(body(response))) as archive:
        assert (response["Content-Type"], "index.html" in archive.namelist()) == ("application/zip", True)


def test_page_offers_the_package_when_it_is_ready(cast: Cast) -> None:
    client = written(cast)
    assert ("The package is ready: 1 item." in page(client), address("file") in page(client)) == (True, True)


@pytest.mark.parametrize("reader", ["clerk", "chair", "office", "member", "inspector"])
def test_who_works_on_duties_may_ask(cast: Cast, reader: str) -> None:
    assert browser(cast, reader).get(PAGE).status_code == 200


@pytest.mark.parametrize("reader", ["teacher", "parent", "stranger"])
def test_nobody_else_may_ask(cast: Cast, reader: str) -> None:
    client = browser(cast, reader)
    assert (client.get(PAGE).status_code, client.post(PAGE, form(cast)).status_code) == (403, 403)


def test_nobody_asks_for_a_school_of_others(cast: Cast) -> None:
    client = browser(cast, "office")
    response = client.post(PAGE, form(cast, school=cast.other_school.pk))
    assert (response.status_code, Package.objects.exists()) == (400, False)


def test_inspector_chooses_a_school_of_the_bureau(cast: Cast) -> None:
    browser(cast, "inspector").post(PAGE, form(cast, school=cast.other_school.pk))
    assert Package.objects.get().school == cast.other_school


def test_term_of_today_is_its_days(cast: Cast) -> None:
    begins, ends = days(-10, 10)
    Term.objects.create(school=cast.school, name="第一学期", starts_on=begins, ends_on=ends)
    browser(cast, "office").post(PAGE, {"school": cast.school.pk, "period": "term"})
    assert (Package.objects.get().first, Package.objects.get().last) == (begins, ends)


def test_school_year_nobody_entered_is_the_usual_one(cast: Cast) -> None:
    with time_machine.travel("2027-03-01T04:00:00Z", tick=False):
        browser(cast, "office").post(PAGE, {"school": cast.school.pk, "period": "year"})
    found = Package.objects.get()
    assert (found.first, found.last) == (datetime.date(2026, 9, 1), datetime.date(2027, 8, 31))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"period": "term"}, "has not entered a term"),
        ({"first": ""}, "Enter the day."),
        ({"last": "2026-02-30"}, "Enter a valid date"),
        ({"last": "9999-12-31"}, "This day is more than a year ahead."),
        ({"period": ""}, "Choose one of these."),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    response = browser(cast, "office").post(PAGE, form(cast, **fields))
    kept = fields.get("last", form(cast)["last"])
    assert (response.status_code, sentence in response.content.decode(), str(kept) in response.content.decode()) == (
        400, True, True,
    )  # fmt: skip


def test_last_day_before_the_first_is_refused(cast: Cast) -> None:
    response = browser(cast, "office").post(PAGE, form(cast, 0, -1))
    assert "The last day is before the first day." in response.content.decode()


def test_two_presses_are_one_package(cast: Cast) -> None:
    client = asked(cast)
    client.post(PAGE, form(cast))
    writing = DBTaskResult.objects.filter(task_path__endswith="jobs.write")
    assert (Package.objects.count(), writing.count()) == (1, 1)


def test_package_whose_worker_went_quiet_is_handed_over_again(cast: Cast) -> None:
    client = asked(cast)
    Package.objects.update(touched_at=timezone.now() - datetime.timedelta(minutes=6))
    said = page(client)
    client.post(address())
    writing = DBTaskResult.objects.filter(task_path__endswith="jobs.write")
    assert ("goes on where it stopped" in said, Package.objects.count(), writing.count()) == (True, 1, 2)


@pytest.mark.parametrize(("asked_for", "refresh"), [("", None), ("?watch", "10")])
def test_page_looks_again_by_itself_for_who_wants_that(cast: Cast, asked_for: str, refresh: str | None) -> None:
    assert asked(cast).get(address(asked_for)).get("Refresh") == refresh


def test_package_under_way_shows_how_far_it_is(cast: Cast) -> None:
    client = asked(cast)
    Package.objects.update(total=300, done=200)
    assert 'max="300" value="200"' in page(client)


def out_of_room(cast: Cast) -> Client:
    """A browser whose package did not fit on the disk."""
    posted(cast)
    work()  # the paper is made, and lies there
    client = asked(cast)
    with small_disk(20_000):
        work()
    return client


def test_full_disk_is_said_and_nothing_is_offered(cast: Cast) -> None:
    client = out_of_room(cast)
    package = Package.objects.get()
    left = list(package.path.parent.glob(f"{package.pk.hex}*"))
    assert ("The disk of the portal is full." in page(client), address("file") in page(client), left) == (
        True, False, [],
    )  # fmt: skip


def test_package_that_failed_is_the_same_when_it_is_asked_for_again(cast: Cast) -> None:
    client = out_of_room(cast)
    client.post(address())
    work()
    assert (Package.objects.count(), "The package is ready" in page(client)) == (1, True)


@pytest.mark.parametrize("reader", ["clerk", "chair", "inspector", "parent"])
@pytest.mark.parametrize("part", ["", "file"])
def test_nobody_else_comes_near(cast: Cast, reader: str, part: str) -> None:
    written(cast)
    assert browser(cast, reader).get(address(part)).status_code == 404


def test_file_is_not_there_before_it_is_written(cast: Cast) -> None:
    assert asked(cast).get(address("file")).status_code == 404


def test_file_is_closed_when_an_item_in_it_was_withdrawn(cast: Cast) -> None:
    item = posted(cast)
    client = asked(cast)
    work()
    walk(item, State.WITHDRAWN, cast)
    assert client.get(address("file")).status_code == 410


def test_file_stays_when_an_item_of_other_days_was_withdrawn(cast: Cast) -> None:
    item = posted(cast)
    client = browser(cast, "office")
    client.post(PAGE, form(cast, -30, -1))
    work()
    walk(item, State.WITHDRAWN, cast)
    assert client.get(address("file")).status_code == 200


def test_file_is_closed_when_its_person_reads_less(cast: Cast) -> None:
    client = written(cast)
    Membership.objects.filter(user=cast.office).update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert client.get(address("file")).status_code == 410


def test_file_is_kept_no_longer_than_the_names_in_it_are_shown(cast: Cast) -> None:
    today = timezone.localdate()
    written(cast, display_until=today)
    last = timezone.localtime(Package.objects.get().keep_until - datetime.timedelta(seconds=1)).date()
    assert last == today


def test_worker_takes_the_file_away(cast: Cast) -> None:
    written(cast)
    package = Package.objects.get()
    with time_machine.travel(package.keep_until + datetime.timedelta(seconds=1)):
        work()
    assert (Package.objects.exists(), package.path.exists()) == (False, False)


@pytest.mark.parametrize(
    ("asked_for", "status", "content", "said"),
    [
        ("bytes=0-3", 206, slice(0, 4), "bytes 0-3/{size}"),
        ("bytes=100-", 206, slice(100, None), "bytes 100-{last}/{size}"),
        ("bytes=-10", 206, slice(-10, None), "bytes {tenth}-{last}/{size}"),
        ("bytes=0-9,20-29", 200, slice(None), None),
        ("lines=0-9", 200, slice(None), None),
        ("bytes=-", 200, slice(None), None),
    ],
)
def test_part_of_the_file_can_be_asked_for(
    cast: Cast, asked_for: str, status: int, content: slice, said: str | None
) -> None:
    client = written(cast)
    whole = Package.objects.get().path.read_bytes()
    size = len(whole)
    response = client.get(address("file"), headers={"range": asked_for})
    said = said and said.format(size=size, last=size - 1, tenth=size - 10)
    assert (response.status_code, body(response), response.get("Content-Range")) == (status, whole[content], said)


def test_download_that_broke_off_goes_on(cast: Cast) -> None:
    client = written(cast)
    first = client.get(address("file"), headers={"range": "bytes=0-999"})
    rest = client.get(address("file"), headers={"range": "bytes=1000-", "if-range": first["ETag"]})
    assert body(first) + body(rest) == Package.objects.get().path.read_bytes()


def test_download_of_another_file_begins_anew(cast: Cast) -> None:
    response = written(cast).get(address("file"), headers={"range": "bytes=5-", "if-range": '"another"'})
    assert response.status_code == 200


def test_part_after_the_end_is_refused(cast: Cast) -> None:
    response = written(cast).get(address("file"), headers={"range": "bytes=999999999-"})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{Package.objects.get().size}")
