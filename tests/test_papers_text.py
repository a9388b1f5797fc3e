"""What stands on a paper."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.organization.models import Contact
from tests.cast import Cast, draft, factory_of, walk
from tests.papering import FORMATS, asked, in_print, needs_typesetting, pdf, printed, words

pytestmark = needs_typesetting

KINDS = [kind._meta.app_label for kind in Disclosure.kinds()]
A4, A3 = (595, 842), (842, 1191)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper_format", ["poster-a4", "item"])
def test_paper_of_every_kind_says_what_it_is_about(cast: Cast, kind: str, paper_format: str) -> None:
    item = walk(draft(cast, factory_of(Disclosure.kind_of(kind)), signed_by="澄溪总务处"), State.POSTED, cast)
    text = printed(cast, item, paper_format)
    told = [item.title, item.summary, item.register_no, "澄溪九年制学校", "澄溪总务处", item.objection_contact]
    assert [part for part in told if part not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_table_of_the_kind_is_on_the_poster(cast: Cast, kind: str) -> None:
    item = walk(draft(cast, factory_of(Disclosure.kind_of(kind))), State.POSTED, cast)
    text = printed(cast, item)
    with translation.override(settings.LANGUAGE_CODE):
        lines = [str(line) for model in item.line_models() for line in model.objects.filter(disclosure=item)]
    assert [line for line in lines if line not in text] == []


def test_inside_columns_are_on_no_paper(cast: Cast) -> None:
    inside = {model: model.inside for kind in Disclosure.kinds() for model in kind.line_models() if model.inside}
    for model, columns in inside.items():
        kind = model._meta.get_field("disclosure").related_model
        item = walk(draft(cast, factory_of(kind)), State.POSTED, cast)
        line = model.objects.filter(disclosure=item).first()
        text = "".join(printed(cast, item, paper_format) for paper_format in ("poster-a4", "item"))
        assert [value for name in columns if len(value := str(getattr(line, name))) > 1 and value in text] == []


@pytest.mark.parametrize(("paper_format", "size"), [("poster-a4", A4), ("poster-a3", A3), ("item", A4)])
def test_paper_has_its_size(cast: Cast, paper_format: str, size: tuple[int, int]) -> None:
    page = pdf(asked(cast, walk(draft(cast), State.POSTED, cast), paper_format)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize("paper_format", FORMATS)
def test_paper_has_title_and_language(cast: Cast, paper_format: str) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    found = pdf(asked(cast, item, paper_format))
    assert (found.metadata.title, found.trailer["/Root"]["/Lang"]) == (f"{item.register_no} {item.title}", "zh-Hans-CN")


def test_full_text_is_tagged_for_reading_aloud(cast: Cast) -> None:
    found = pdf(asked(cast, walk(draft(cast), State.POSTED, cast), "item"))
    marks = found.trailer["/Root"]["/MarkInfo"]
    assert (bool(marks["/Marked"]), b'pdfuaid:part="1"' in found.trailer["/Root"]["/Metadata"].get_data()) == (
        True,
        True,
    )


def test_full_text_has_bookmarks(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    assert pdf(asked(cast, item, "item")).outline[0].title == item.title


def test_long_text_is_never_cut_and_every_page_says_whose_it_is(cast: Cast) -> None:
    body = "".join(
        f"<p>第{number:03d}条，本条写明办理的时间、地点和经办部门，供家长和教职工查对。</p>" for number in range(90)
    )
    item = walk(draft(cast, body=body), State.POSTED, cast)
    found = pdf(asked(cast, item))
    text, pages = words(found), [page.extract_text() for page in found.pages]
    missing = [number for number in range(90) if f"第{number:03d}条" not in text]
    assert (missing, len(pages) > 2, [n for n, page in enumerate(pages) if item.register_no not in page]) == (
        [],
        True,
        [],
    )


def test_every_page_is_numbered(cast: Cast) -> None:
    item = walk(draft(cast, body="<p>说明</p>" * 90), State.POSTED, cast)
    pages = [page.extract_text() for page in pdf(asked(cast, item)).pages]
    assert [n for n, page in enumerate(pages, start=1) if f"{n}/{len(pages)}" not in page] == []


def test_poster_says_how_to_object_while_one_can(cast: Cast) -> None:
    Contact.objects.create(unit=cast.school, form="hotline", value="0000-555-0132", hours="8:30—17:00")
    item = walk(draft(cast), State.POSTED, cast)
    assert "0000-555-0132" in printed(cast, item)


def test_poster_whose_period_is_over_says_so(cast: Cast) -> None:
    Contact.objects.create(unit=cast.school, form="hotline", value="0000-555-0132")
    item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(item.publicity_ends_at + datetime.timedelta(minutes=1)):
        text = printed(cast, item)
    assert (in_print("How to object") in text, in_print("The result is being recorded") in text) == (False, True)


def test_day_after_tomorrow_the_poster_is_the_same(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    first = asked(cast, item)["ETag"]
    with time_machine.travel(item.posted_at + datetime.timedelta(days=2)):
        assert asked(cast, item)["ETag"] == first


def test_poster_of_an_inside_item_says_for_whom_it_is(cast: Cast) -> None:
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert in_print("Do not hang it where others pass.") in printed(cast, item, reader="teacher")


def test_full_text_lists_the_files_with_their_fingerprints(cast: Cast) -> None:
    item = draft(cast)
    file = AttachmentFactory(disclosure=item, name="收支明细.pdf")
    record_writing(item, actor=cast.clerk)
    text = printed(cast, walk(item, State.POSTED, cast), "item")
    assert ("收支明细.pdf" in text, file.sha256 in text) == (True, True)


def test_paper_names_roles_and_no_person(cast: Cast) -> None:
    text = printed(cast, walk(draft(cast), State.POSTED, cast), "item")
    people = [cast.clerk, cast.chair, cast.office, *cast.supervisors]
    assert [person.name for person in people if person.name in text] == []
