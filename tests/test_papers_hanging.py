"""Where an item hung on the wall: who records it, what readers see, and that nobody rewrites it."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from apps.organization.models import Role
from apps.papers.hanging import hang, strike, take_down
from apps.papers.models import Posting
from apps.papers.templatetags.papers import postings
from tests.boarding import browser
from tests.cast import Cast, draft, person, walk
from tests.psql import psql
from tests.visiting import visiting

pytestmark = pytest.mark.usefixtures("in_english")

PLACE = "校门口公开栏"
PLACE_OF_PHOTO, ORIENTATION = 0x8825, 0x0112
"""The EXIF tags under which a telephone writes where and how it was held."""
LYING = 6
"""Turned by 90 degrees."""


def posted(cast: Cast, **fields: object) -> Disclosure:
    return walk(draft(cast, **fields), State.POSTED, cast)


def hung(cast: Cast, item: Disclosure, **fields: object) -> Posting:
    return hang(item, **{"actor": cast.office, "place": PLACE, "hung_at": timezone.now(), **fields})


def picture(
    suffix: str = "jpg", size: tuple[int, int] = (40, 30), exif: Image.Exif | None = None
) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", size, "white").save(drawn, {"jpg": "JPEG", "png": "PNG"}[suffix], exif=exif or Image.Exif())
    return SimpleUploadedFile(f"墙上.{suffix}", drawn.getvalue())


def too_large() -> SimpleUploadedFile:
    """300 million black pixels in few bytes."""
    drawn = io.BytesIO()
    Image.new("1", (30_000, 10_000)).save(drawn, "PNG")
    return SimpleUploadedFile("墙上.png", drawn.getvalue())


def recorded(cast: Cast, item: Disclosure, actor: str = "office", **fields: object) -> HttpResponse:
    typed = {"place": PLACE, "hung_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", **fields}
    return browser(cast, actor).post(reverse("papers:hanging", args=[item.number]), typed)


def shown(item: Disclosure) -> str:
    return render_to_string("papers/_postings.html", postings(Disclosure.objects.get(pk=item.pk)))


def test_office_records_where_an_item_hangs(cast: Cast) -> None:
    item = posted(cast)
    recorded(cast, item, photo=picture())
    posting = item.postings.get()
    assert (posting.place, posting.recorded_by, bool(posting.photo)) == (PLACE, cast.office, True)


def test_form_sent_twice_is_one_record(cast: Cast) -> None:
    item, at = posted(cast), timezone.now()
    hung(cast, item, hung_at=at)
    with pytest.raises(Refused, match="recorded already"), transaction.atomic():
        hung(cast, item, hung_at=at)
    assert item.postings.count() == 1


def test_history_tells_who_recorded_it(cast: Cast) -> None:
    item = posted(cast)
    hung(cast, item)
    event = item.events.get(name="hung")
    assert (event.actor_name, PLACE in event.detail["changed"]) == (cast.office.name, True)


@pytest.mark.parametrize(
    "actor", ["clerk", "chair", "member", "teacher", "parent", "inspector", "other_chair", "stranger"]
)
def test_others_do_not_find_the_form(cast: Cast, actor: str) -> None:
    item = posted(cast)
    assert (recorded(cast, item, actor).status_code, item.postings.count()) == (404, 0)


def test_others_are_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Refused, match="公开办公室|disclosure office"):
        hang(posted(cast), actor=cast.clerk, place=PLACE, hung_at=timezone.now())


@pytest.mark.parametrize(("minutes", "said"), [(-3 * 24 * 60, "before it was posted"), (90, "still to come")])
def test_wrong_time_is_said_and_what_was_typed_stays(cast: Cast, minutes: int, said: str) -> None:
    item = posted(cast)
    when = timezone.localtime() + datetime.timedelta(minutes=minutes)
    response = recorded(cast, item, hung_at=f"{when:%Y-%m-%dT%H:%M}", note="东侧第二块")
    page = response.content.decode()
    assert (response.status_code, said in page, "东侧第二块" in page, item.postings.count()) == (400, True, True, 0)


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("墙上.jpg", b"<script>alert(1)</script>"),
        SimpleUploadedFile("墙上.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("墙上.pdf", b"%PDF-1.4\n%%EOF"),
        SimpleUploadedFile("墙上.png", b"\x89PNG\r\n\x1a\n" + b"0" * 60),
    ],
    ids=["script", "drawing", "document", "broken"],
)
def test_what_is_no_photo_is_refused(cast: Cast, upload: SimpleUploadedFile) -> None:
    upload.seek(0)
    item = posted(cast)
    assert (recorded(cast, item, photo=upload).status_code, item.postings.count()) == (400, 0)


def test_photo_too_large_to_open_is_refused(cast: Cast) -> None:
    assert recorded(cast, posted(cast), photo=too_large()).status_code == 400


def test_photo_keeps_neither_place_nor_size(cast: Cast) -> None:
    exif = Image.Exif()
    exif[PLACE_OF_PHOTO] = {1: "N", 2: (31.0, 14.0, 0.0)}
    item = posted(cast)
    recorded(cast, item, photo=picture(size=(4000, 3000), exif=exif))
    with Image.open(item.postings.get().photo.path) as kept:
        assert (dict(kept.getexif()), max(kept.size)) == ({}, 1600)


def test_photo_is_kept_upright(cast: Cast) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = LYING
    item = posted(cast)
    recorded(cast, item, photo=picture(size=(40, 30), exif=exif))
    with Image.open(item.postings.get().photo.path) as kept:
        assert kept.size == (30, 40)


@pytest.mark.parametrize("reader", ["anonymous", "parent", "teacher", "office", "other_teacher"])
@pytest.mark.parametrize(("audience", "may"), [("public", True), ("staff", False)])
def test_photo_opens_to_the_readers_of_its_item(cast: Cast, audience: str, may: bool, reader: str) -> None:
    item = posted(cast, audience=audience)
    recorded(cast, item, photo=picture())
    status = browser(cast, reader).get(item.postings.get().photo_url).status_code
    assert status == (200 if may or reader in ("teacher", "office") else 404)


def test_photo_of_a_withdrawn_item_is_shown_to_nobody_outside(cast: Cast) -> None:
    item = posted(cast)
    recorded(cast, item, photo=picture())
    walk(item, State.WITHDRAWN, cast)
    url = item.postings.get().photo_url
    statuses = [browser(cast, reader).get(url).status_code for reader in ("anonymous", "teacher", "office")]
    assert (statuses, url in shown(item)) == ([404, 404, 200], False)


def test_page_tells_where_it_hung_and_until_when(cast: Cast) -> None:
    item = posted(cast)
    posting = hung(cast, item)
    take_down(posting, item, actor=cast.office, at=timezone.now())
    assert (PLACE in shown(item), "taken down" in shown(item) or "取下" in shown(item)) == (True, True)


def test_page_names_no_person(cast: Cast) -> None:
    item = posted(cast)
    hung(cast, item)
    assert cast.office.name not in shown(item)


def test_struck_record_leaves_the_page_and_stays_with_the_office(cast: Cast) -> None:
    item = posted(cast)
    strike(hung(cast, item), item, actor=cast.office, reason="贴错了栏")
    office = browser(cast, "office").get(reverse("papers:hanging", args=[item.number])).content.decode()
    assert (PLACE in shown(item), "贴错了栏" in office) == (False, True)


def test_photo_of_a_struck_record_is_only_for_the_office(cast: Cast) -> None:
    item = posted(cast)
    recorded(cast, item, photo=picture())
    strike(item.postings.get(), item, actor=cast.office, reason="照片里有学生")
    statuses = [
        browser(cast, reader).get(item.postings.get().photo_url).status_code for reader in ("anonymous", "office")
    ]
    assert statuses == [404, 200]


def test_taking_down_is_recorded_once(cast: Cast) -> None:
    item = posted(cast)
    posting = hung(cast, item)
    take_down(posting, item, actor=cast.office, at=timezone.now())
    with pytest.raises(Refused):
        take_down(posting, item, actor=cast.office, at=timezone.now())


def test_striking_out_needs_a_reason(cast: Cast) -> None:
    item = posted(cast)
    with pytest.raises(Refused):
        strike(hung(cast, item), item, actor=cast.office, reason="  ")


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE papers_posting SET place = '别处'",
        "UPDATE papers_posting SET hung_at = hung_at - interval '1 day'",
        "UPDATE papers_posting SET taken_down_at = now() + interval '1 hour'",
        "UPDATE papers_posting SET note = '补写'",
        "DELETE FROM papers_posting",
        "INSERT INTO papers_posting (disclosure_id, place, hung_at, photo, note, recorded_by_id, recorded_as, "
        "recorded_at, struck_because) SELECT disclosure_id, '', hung_at - interval '9 days', '', '', recorded_by_id, "
        "'', now(), '' FROM papers_posting",
    ],
)
def test_record_is_not_rewritten_past_the_portal(cast: Cast, deed: str) -> None:
    item = posted(cast)
    take_down(hung(cast, item), item, actor=cast.office, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        psql(deed)


@pytest.mark.django_db(transaction=True)
def test_record_without_an_event_is_refused(cast: Cast) -> None:
    item = posted(cast)
    with pytest.raises(IntegrityError):
        Posting.objects.create(disclosure_id=item.pk, place=PLACE, hung_at=timezone.now(), recorded_by=cast.office)


def test_wall_lists_what_is_to_be_hung_and_what_hangs(cast: Cast) -> None:
    to_hang, hangs = posted(cast, title="还没贴的公示"), posted(cast, title="贴着的公示")
    hung(cast, hangs)
    page = browser(cast, "office").get("/desk/wall/").content.decode()
    first, _found, second = page.partition('id="hanging-h"')
    assert ([title in first for title in (to_hang.title, hangs.title)], hangs.title in second) == ([True, False], True)


@pytest.mark.parametrize("reader", ["clerk", "teacher", "parent", "inspector"])
def test_wall_is_for_who_posts(cast: Cast, reader: str) -> None:
    assert browser(cast, reader).get("/desk/wall/").status_code == 404


def test_wall_asks_strangers_to_sign_in(cast: Cast) -> None:
    assert browser(cast, "anonymous").get("/desk/wall/").status_code == 302


def test_office_of_another_school_sees_nothing_of_this_wall(cast: Cast) -> None:
    item = posted(cast, title="总务处的公示")
    elsewhere = visiting(person("奚明", Role.OFFICE, cast.other_school))
    wall, form = elsewhere.get("/desk/wall/"), elsewhere.get(reverse("papers:hanging", args=[item.number]))
    assert (item.title in wall.content.decode(), form.status_code) == (False, 404)
