"""The page of one item: who may open it, and what each state shows and hides."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.calendars.models import CalendarDay, CalendarYear
from apps.disclosures.factories import AttachmentFactory, HeadingFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from tests.boarding import browser
from tests.cast import Cast, again, draft, factory_of, walk

READERS = (
    "anonymous",
    "stranger",
    "parent",
    "other_parent",
    "other_teacher",
    "teacher",
    "clerk",
    "office",
    "inspector",
)
INSIDE = {"teacher", "clerk", "office", "inspector"}
OPENS = {"public": set(READERS), "parents": INSIDE | {"parent"}, "staff": INSIDE}
AT_ITS_ADDRESS = (State.POSTED, State.CONCLUDED, State.WITHDRAWN, State.SUPERSEDED)
KINDS = [kind._meta.app_label for kind in Disclosure.kinds()]
MOST_QUERIES = 10
"""Beside those for the kind's own lines."""


def page_of(cast: Cast, item: Disclosure, reader: str = "anonymous") -> str:
    return browser(cast, reader).get(item.get_absolute_url()).content.decode()


def correction_of(cast: Cast, old: Disclosure, **fields: object) -> Disclosure:
    new = draft(cast, replaces=old, change_note="更正联系电话", **fields)
    return walk(new, State.POSTED, cast)


@pytest.mark.parametrize("state", AT_ITS_ADDRESS)
@pytest.mark.parametrize("audience", OPENS)
def test_item_opens_to_its_readers(cast: Cast, audience: str, state: State) -> None:
    url = walk(draft(cast, audience=audience), state, cast).get_absolute_url()
    statuses = {reader: browser(cast, reader).get(url).status_code for reader in READERS}
    assert statuses == {reader: 200 if reader in OPENS[audience] else 404 for reader in READERS}


@pytest.mark.parametrize("kind", KINDS)
def test_item_of_every_kind_has_a_page(cast: Cast, kind: str) -> None:
    item = walk(draft(cast, factory_of(Disclosure.kind_of(kind))), State.POSTED, cast)
    response = browser(cast, "anonymous").get(item.get_absolute_url())
    assert (response.templates[0].name, item.register_no in response.content.decode()) == (f"{kind}/detail.html", True)


@pytest.mark.parametrize("kind", KINDS)
def test_item_takes_few_queries(cast: Cast, kind: str) -> None:
    model = Disclosure.kind_of(kind)
    url = walk(draft(cast, factory_of(model)), State.POSTED, cast).get_absolute_url()
    client = browser(cast, "anonymous")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) <= MOST_QUERIES + len(model.line_models())


@pytest.mark.parametrize("number", ["2026-001", "0000-0", "2026-999999999"])
def test_number_that_was_not_given_is_not_there(cast: Cast, number: str) -> None:
    assert browser(cast, "anonymous").get(f"/r/{number}").status_code == 404


def test_item_is_taken_down_after_its_last_day(cast: Cast) -> None:
    last = timezone.localdate() + datetime.timedelta(days=3)
    url = walk(draft(cast, display_until=last), State.POSTED, cast).get_absolute_url()
    seen = []
    for days in (3, 4):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False):
            seen.append(browser(cast, "anonymous").get(url).status_code)
    assert seen == [200, 404]


@pytest.mark.parametrize("hidden", ["秘密正文", "简介一句", "名单.pdf", "异议接收处"])
def test_withdrawn_item_shows_no_text(cast: Cast, hidden: str) -> None:
    item = draft(cast, body="<p>秘密正文</p>", summary="简介一句", objection_contact="异议接收处")
    AttachmentFactory(disclosure=item, name="名单.pdf")
    record_writing(item, actor=cast.clerk)
    item = walk(item, State.WITHDRAWN, cast)
    assert hidden not in page_of(cast, item)


@pytest.mark.parametrize("kind", KINDS)
def test_withdrawn_item_shows_nothing_of_its_kind(cast: Cast, kind: str) -> None:
    item = draft(cast, factory_of(Disclosure.kind_of(kind)))
    lines = [str(line) for model in type(item).line_models() for line in model.objects.filter(disclosure=item)]
    page = page_of(cast, walk(item, State.WITHDRAWN, cast))
    assert [line for line in lines if line in page] == []


def test_withdrawn_item_keeps_title_number_and_reason(cast: Cast) -> None:
    item = walk(draft(cast), State.WITHDRAWN, cast)
    page = page_of(cast, item)
    assert [text for text in (item.title, item.register_no, "附件中有手机号码") if text not in page] == []


def test_superseded_item_leads_to_its_correction(cast: Cast) -> None:
    old = walk(draft(cast, body="<p>原来的正文</p>"), State.POSTED, cast)
    new = correction_of(cast, old)
    page = page_of(cast, old)
    assert [text for text in (f'href="{new.get_absolute_url()}"', "原来的正文") if text not in page] == []


def test_correction_says_what_changed(cast: Cast) -> None:
    old = walk(draft(cast, body="<p>收费三元</p>"), State.POSTED, cast)
    new = correction_of(cast, old, body="<p>收费两元</p>")
    page = page_of(cast, new)
    expected = ("更正联系电话", f'href="{old.get_absolute_url()}"', "收费三元</del>", "收费两元</ins>")
    assert [text for text in expected if text not in page] == []


@pytest.mark.parametrize("leak", ["内部价目", "old-title", "/r/"])
def test_correction_does_not_leak_what_was_for_staff(cast: Cast, leak: str) -> None:
    old = walk(draft(cast, audience="staff", title="old-title", body="<p>内部价目</p>"), State.POSTED, cast)
    page = page_of(cast, correction_of(cast, old))
    assert leak not in page.partition("<main")[2]


def test_change_of_the_leader_in_charge_names_nobody(cast: Cast) -> None:
    old = walk(draft(cast, responsible=cast.chair), State.POSTED, cast)
    page = page_of(cast, correction_of(cast, old, responsible=cast.deputy))
    assert [person.name for person in (cast.chair, cast.deputy) if person.name in page] == []


@pytest.mark.parametrize("kind", KINDS)
def test_history_names_nobody(cast: Cast, kind: str) -> None:
    item = walk(draft(cast, factory_of(Disclosure.kind_of(kind))), State.CONCLUDED, cast)
    people = [cast.clerk, cast.chair, cast.office, *cast.supervisors]
    page = page_of(cast, item)
    assert [person.name for person in people if person.name in page] == []


def test_reason_for_return_stays_inside(cast: Cast) -> None:
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        item = take("return", item, actor=again(member), reason="账目对不上")
    page = page_of(cast, walk(item, State.POSTED, cast))
    assert ("Version 1, returned." in page, "账目对不上" in page) == (True, False)


def test_proposal_to_withdraw_stays_inside(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.office, reason="有人投诉")
    assert "有人投诉" not in page_of(cast, item)


@pytest.mark.parametrize(("is_confirmed", "is_shown"), [(True, True), (False, False)])
def test_legal_basis_is_shown_once_confirmed(cast: Cast, is_confirmed: bool, is_shown: bool) -> None:
    heading = HeadingFactory(code="9902", basis="《教育法》第三十条", is_confirmed=is_confirmed)
    item = walk(draft(cast, heading=heading), State.POSTED, cast)
    assert ("《教育法》第三十条" in page_of(cast, item)) is is_shown


def test_dates_are_explained_by_the_named_holiday(cast: Cast) -> None:
    with time_machine.travel("2026-04-01T09:00+08:00", tick=False):
        CalendarDay.objects.update_or_create(date="2026-04-03", defaults={"is_working": False, "name": "植树日"})
        item = walk(draft(cast), State.POSTED, cast)
        assert "植树日" in page_of(cast, item)


def test_dates_of_an_unknown_year_are_said_to_be_provisional(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    CalendarYear.objects.all().delete()
    assert "only weekdays were counted there" in page_of(cast, item)


def test_contact_for_objections_is_shown_until_the_closing_time(cast: Cast) -> None:
    item = walk(draft(cast, objection_contact="异议接收处"), State.POSTED, cast)
    seen = []
    for moment in (item.publicity_ends_at - datetime.timedelta(seconds=1), item.publicity_ends_at):
        with time_machine.travel(moment, tick=False):
            seen.append("异议接收处" in page_of(cast, item))
    assert seen == [True, False]


def test_item_without_a_period_shows_three_stages(cast: Cast) -> None:
    item = walk(draft(cast, publicity_days=None), State.POSTED, cast)
    assert page_of(cast, item).count('class="stage"') == 3


def test_item_in_publicity_marks_the_stage_of_now(cast: Cast) -> None:
    assert page_of(cast, walk(draft(cast), State.POSTED, cast)).count('aria-current="step"') == 1
