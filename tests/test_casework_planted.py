"""A complaint about somebody is looked for in every answer of the casework that this person can get."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from apps.cases.models import Case
from apps.cases.types import Concern, Type
from apps.casework.deeds import DEEDS, stamp_of
from tests.caseworking import LIST, filed
from tests.cast import draft, walk
from tests.office import address
from tests.visiting import visiting

PLANTED, FILE = "校长在采购中收了回扣，四月三日。", "回扣照片.pdf"

ABOUT = {
    "chair": {"concern": Concern.LEADERSHIP},
    "deputy": {"concern": Concern.LEADERSHIP},
    "office": {},
    "member": {"concern": Concern.SUPERVISION},
    "clerk": {},
    "teacher": {},
}


@pytest.fixture(params=ABOUT)
def person(request, cast):
    """Somebody, after a complaint about them was filed on an item, with a file."""
    about = getattr(cast, request.param)
    item = walk(draft(cast), "posted", cast)
    upload = SimpleUploadedFile(FILE, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "application/pdf")
    filed(cast, Type.OBJECTION, PLANTED, disclosure=item, about=[about], files=[upload], **ABOUT[request.param])
    filed(cast, Type.OBJECTION, disclosure=item)
    return about


def answers(person) -> list:
    """Every page of the casework, the desk and the item's form, with every group, search and deed."""
    browser, case = visiting(person), Case.objects.get(text=PLANTED)
    page, file = (
        reverse("casework:case", args=[case.code]),
        reverse("casework:file", args=[case.code, 1]),
    )
    queries = [{}, {"q": "回扣"}, {"q": case.code}, {"item": case.disclosure_id}, {"handler": "none"}]
    queries += [{"group": group} for group in ("open", "mine", "overdue", "decided")]
    got = [browser.get(LIST, query) for query in queries]
    others = [reverse(name) for name in ("desk:home", "casework:register", "casework:box")]
    got += [browser.get(url) for url in (page, file, *others, address(case.disclosure.specific))]
    got += [browser.post(page, {"do": deed, "seen": stamp_of(case), "text": "无", "reason": "无"}) for deed in DEEDS]
    return got


def content_of(answer) -> str:
    return b"".join(answer).decode(errors="replace")


def test_complaint_reaches_nobody_whom_it_is_about(person):
    case = Case.objects.get(text=PLANTED)
    traces = (PLANTED[:8], FILE, case.code[:4] + "-", f"/cases/{case.code}/")
    for answer in answers(person):
        assert [trace for trace in traces if trace in _said(answer)] == [], answer.request["PATH_INFO"]


def _said(answer) -> str:
    """The whole answer, but for what only repeats what was asked."""
    asked = answer.request.get("QUERY_STRING", "")
    return "" if answer.status_code == 404 and not asked else content_of(answer).replace('value="回扣"', "")


def test_complaint_changes_no_count(person):
    page = visiting(person).get(LIST)
    counts = [count for _label, count, _url, _name in page.context["groups"]] if page.status_code == 200 else [0]
    assert max(counts) <= 1


def test_nothing_happens_to_the_complaint(person):
    case = Case.objects.get(text=PLANTED)
    before = stamp_of(case)
    answers(person)
    assert stamp_of(case) == before


def test_those_who_may_see_it_find_it(cast):
    filed(cast, Type.COMPLAINT, PLANTED, about=[cast.chair])
    assert PLANTED[:8] in visiting(cast.member).get(LIST, {"q": "回扣"}).content.decode()


def test_every_route_of_the_casework_was_asked():
    (patterns,) = [entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "casework"]
    assert {entry.name for entry in patterns.url_patterns} == {"list", "case", "file", "register", "box"}
