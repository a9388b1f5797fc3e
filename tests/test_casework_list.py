"""The list of cases, the desk and the navigation: only what its reader may see, by a fixed number of queries."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.cases.codes import shown
from apps.cases.states import State
from apps.cases.types import Concern, Type
from apps.cases.workflow import take
from apps.casework.rows import LIMIT
from tests.caseworking import LIST, filed, page, walked
from tests.cast import draft, walk
from tests.office import address
from tests.visiting import visiting

HOME = reverse("desk:home")


def found(user, **query) -> list:
    return [row.case for row in visiting(user).get(LIST, query).context["rows"]]


@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ("office", 200), ("chair", 200), ("deputy", 200), ("member", 200), ("inspector", 200), ("other_chair", 200),
        ("clerk", 404), ("teacher", 404), ("parent", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_list_opens_for_who_works_on_cases(cast, reader, status):
    filed(cast)
    assert visiting(getattr(cast, reader)).get(LIST).status_code == status


def test_list_asks_who_one_is(db):
    assert Client().get(LIST).url == f"{reverse('accounts:sign_in')}?next={LIST}"


def test_list_opens_for_a_handler_with_their_cases(cast):
    mine, _other = walked(filed(cast), State.ASSIGNED, cast), filed(cast)
    assert found(cast.clerk) == [mine]


def test_list_of_another_school_is_empty(cast):
    filed(cast)
    assert found(cast.other_chair) == []


@pytest.mark.parametrize("query", [{"q": "窗口"}, {"group": "open"}, {"type": "complaint"}, {}])
def test_leaders_find_no_complaint_about_one_of_them(cast, query):
    filed(cast, Type.COMPLAINT, about=[cast.deputy])
    page = visiting(cast.chair).get(LIST, query)
    assert (page.context["rows"], {count for _label, count, _url, _name in page.context["groups"]}) == ([], {0})


def test_search_by_code_finds_only_what_may_be_seen(cast):
    case = filed(cast, Type.COMPLAINT, about=[cast.office])
    assert (found(cast.office, q=shown(case.code)), found(cast.member, q=shown(case.code).lower())) == ([], [case])


def test_search_finds_every_word_in_the_text(cast):
    case, _other = filed(cast, text="校车四月三日没有按时到站。"), filed(cast)
    assert found(cast.office, q="校车 到站") == [case]


BROKEN = [{"type": "x"}, {"unit": "x"}, {"q": "\0"}, {"item": "-1"}, {"after": "x"}, {"after": "9" * 40}]


@pytest.mark.parametrize("query", BROKEN)
def test_broken_condition_is_left_out(cast, query):
    case = filed(cast)
    assert found(cast.office, **query) == [case]


@pytest.mark.parametrize("after", ["9999999-1", "0-1", "9999999999999999-1"])
@pytest.mark.parametrize("group", ["open", ""])
def test_forged_place_in_the_list_is_no_error(cast, group, after):
    assert visiting(cast.office).get(LIST, {"group": group, "after": after}).status_code == 200


def test_list_narrows_by_state_type_unit_item_and_handler(cast):
    item = walk(draft(cast), "posted", cast)
    done = walked(filed(cast, Type.OBJECTION, disclosure=item), State.REPLIED, cast, "dismissed")
    mine = walked(filed(cast), State.ASSIGNED, cast)
    new = filed(cast, Type.MAILBOX)
    assert found(cast.office, group="decided") == [done]
    assert set(found(cast.office, group="open")) == {mine, new}
    assert found(cast.office, type="mailbox") == [new]
    assert found(cast.office, unit=cast.department.pk, group="open") == [mine]
    assert found(cast.office, item=item.pk) == [done]
    assert found(cast.office, handler="none") == [new]
    assert found(cast.clerk, handler="me", group="open") == [mine]


def test_overdue_cases_come_first_and_are_marked(cast):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=30)):
        late = filed(cast)
    filed(cast)
    page = visiting(cast.office).get(LIST, {"group": "open"})
    assert (page.context["rows"][0].case, "task--late" in page.content.decode()) == (late, True)


def test_case_that_waits_for_its_writer_is_not_marked_late(cast):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=30)):
        case = walked(filed(cast), State.ASSIGNED, cast)
        take("ask", case, actor=cast.clerk, text="请问是哪个窗口？")
    assert "task--late" not in visiting(cast.office).get(LIST).content.decode()


@pytest.mark.parametrize("group", ["", "open"])
def test_pages_hold_every_case_once(cast, group):
    cases = {filed(cast) for _number in range(LIMIT + 3)}
    first = visiting(cast.office).get(LIST, {"group": group})
    second = visiting(cast.office).get(LIST + first.context["following"])
    rows = [row.case for answer in (first, second) for row in answer.context["rows"]]
    assert first.context["following"].endswith(rows[LIMIT - 1].code)  # no number that counts hidden cases
    assert (len(rows), set(rows), second.context["following"]) == (len(cases), cases, "")


def queries(user, address: str) -> int:
    browser = visiting(user)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", [LIST, LIST + "?group=mine", HOME])
@pytest.mark.parametrize("reader", ["office", "member"])
def test_queries_are_as_many_for_thirty_cases_as_for_one(cast, address, reader):
    item = walk(draft(cast), "posted", cast)
    walked(filed(cast, Type.OBJECTION, disclosure=item), State.ASSIGNED, cast)
    filed(cast, Type.OBJECTION, disclosure=item)
    one = queries(getattr(cast, reader), address)
    for number in range(29):
        case = filed(cast, Type.OBJECTION if number % 2 else Type.OPINION, disclosure=item)
        walked(case, State.ASSIGNED if number % 3 else State.RECEIVED, cast)
    assert queries(getattr(cast, reader), address) == one


def test_page_of_a_case_asks_as_often_with_a_long_history(cast):
    case = filed(cast)
    address = page(case)
    one = queries(cast.member, address)
    for _number in range(10):
        take("add", case, actor=None, text="再补充一点。")
    assert queries(cast.member, address) == one


def test_desk_shows_the_case_that_waits(cast):
    case = filed(cast)
    assert page(case) in visiting(cast.office).get(HOME).content.decode()


def test_desk_of_a_teacher_shows_the_case_they_handle(cast):
    case = take("accept", filed(cast), actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.teacher)
    assert page(case) in visiting(cast.teacher).get(HOME).content.decode()


def test_desk_says_nothing_waits_when_nothing_does(cast):
    assert "Nothing waits for you." in visiting(cast.office).get(HOME).content.decode()


@pytest.mark.parametrize(("reader", "shown"), [("office", True), ("clerk", False)])
def test_navigation_leads_to_the_list_for_who_has_one(cast, reader, shown):
    assert (f'href="{LIST}"' in visiting(getattr(cast, reader)).get(HOME).content.decode()) == shown


def test_item_leads_to_its_cases_for_who_sees_them(cast):
    item = walk(draft(cast), "posted", cast)
    filed(cast, Type.OBJECTION, disclosure=item)
    filed(cast, Type.OBJECTION, disclosure=item, concern=Concern.LEADERSHIP)
    assert "1 case about this item" in visiting(cast.office).get(address(item)).content.decode()
