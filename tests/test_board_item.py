"""The page of one item: who may open it, and what each state shows and hides."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.calendars.models import CalendarDay, CalendarYear
from apps.disclosures.factories import AttachmentFactory, HeadingFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.organization.models import Contact, Role
from tests.boarding import browser
from tests.cast import Cast, again, draft, factory_of, person, walk

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
MOST_QUERIES = 13
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


def test_correction_says_what_was_corrected_and_leads_to_both_texts(cast: Cast) -> None:
    old = walk(draft(cast), State.POSTED, cast)
    new = correction_of(cast, old)
    page = page_of(cast, new)
    expected = ("更正联系电话", f'href="{old.get_absolute_url()}"', f'href="{new.get_absolute_url()}/changes/"')
    assert [text for text in expected if text not in page] == []


def test_correction_does_not_leak_what_was_for_staff(cast: Cast) -> None:
    old = walk(draft(cast, audience="staff", title="old-title", body="<p>内部价目</p>"), State.POSTED, cast)
    page = page_of(cast, correction_of(cast, old)).partition("<main")[2]
    hidden = ("内部价目", "old-title", old.register_no, old.get_absolute_url(), "/changes/")
    assert [text for text in hidden if text in page] == []


@pytest.mark.parametrize("kind", KINDS)
def test_history_names_nobody(cast: Cast, kind: str) -> None:
    item = walk(draft(cast, factory_of(Disclosure.kind_of(kind))), State.CONCLUDED, cast)
    people = [cast.clerk, cast.chair, cast.office, *cast.supervisors]
    page = page_of(cast, item)
    assert [person.name for person in people if person.name in page] == []


@pytest.mark.parametrize("state", AT_ITS_ADDRESS)
@pytest.mark.parametrize("reader", ["anonymous", "clerk", "member"])
def test_no_state_names_anybody_or_gives_an_inside_reason(cast: Cast, state: State, reader: str) -> None:
    """The page is the public one whoever reads it."""
    item = walk(draft(cast, responsible=cast.deputy), State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        item = take("return", item, actor=again(member), reason="账目对不上")
    page = page_of(cast, walk(item, state, cast), reader).partition("<main")[2]
    people = [cast.clerk, cast.chair, cast.deputy, cast.office, *cast.supervisors]
    assert [text for text in ("账目对不上", *(person.name for person in people)) if text in page] == []


def test_history_tells_steps_with_version_and_role(cast: Cast) -> None:
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for step, member in zip(["endorse", *["return"] * 3], cast.supervisors, strict=False):
        item = take(step, item, actor=again(member), reason="账目对不上")
    response = browser(cast, "anonymous").get(walk(item, State.POSTED, cast).get_absolute_url())
    told = [(record.what, record.note, record.by) for record in reversed(response.context["history"].records)]
    assert told == [
        ("Drafted.", "", "经办人"),
        ("Version 1, submitted for review.", "", "领导小组"),
        ("Version 1, returned.", "The supervision group: 1 in favour, 3 against.", ""),
        ("Version 2, submitted for review.", "", "领导小组"),
        ("Version 2, approved.", "The supervision group: 4 in favour.", ""),
        ("Version 2, posted.", "The text is the one that was approved.", "信息公开办公室"),
    ]


@pytest.mark.parametrize(
    ("opinions", "said"),
    [
        (["endorse"] * 4, "4 of 7 members gave an opinion, all in favour"),
        (["recuse", *["endorse"] * 4], "4 of 7 members gave an opinion, all in favour, 1 recused"),
        (["return", *["endorse"] * 3], "4 of 7 members gave an opinion, 3 in favour, 1 against"),
    ],
)
def test_votes_are_figures(cast: Cast, opinions: list[str], said: str) -> None:
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for step, member in zip(opinions, cast.supervisors, strict=False):
        item = take(step, item, actor=again(member), reason="单价偏高")
    response = browser(cast, "anonymous").get(walk(item, State.POSTED, cast).get_absolute_url())
    assert response.context["history"].stages[1].by == said


def test_seats_are_those_of_the_day_of_the_approval(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2), tick=False):
        cast.supervisors[6].memberships.update(until=timezone.localdate() - datetime.timedelta(days=1))
        person("易安", Role.SUPERVISION, cast.school, line="party", since=timezone.localdate())
        person("白露", Role.SUPERVISION, cast.school, line="union", since=timezone.localdate())
        assert "4 of 7 members gave an opinion" in page_of(cast, item)


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


@pytest.mark.parametrize(("is_working", "said"), [(False, True), (True, False)])
def test_holiday_within_the_period_is_named_beside_the_closing_time(cast: Cast, is_working: bool, said: bool) -> None:
    with time_machine.travel("2026-04-01T09:00+08:00", tick=False):
        CalendarDay.objects.update_or_create(date="2026-04-03", defaults={"is_working": is_working, "name": "植树日"})
        item = walk(draft(cast), State.POSTED, cast)
        assert ("植树日: 1 day off is not counted." in page_of(cast, item)) is said


@pytest.mark.parametrize("publicity_days", [5, None])
def test_school_can_be_told_after_the_period(cast: Cast, publicity_days: int | None) -> None:
    Contact.objects.create(unit=cast.bureau, form=Contact.Form.BOX, value="校门东墙")
    item = walk(draft(cast, publicity_days=publicity_days), State.POSTED, cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=30), tick=False):
        page = page_of(cast, item)
    assert ("A question about this?" in page, "校门东墙" in page) == (True, True)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.SUPERSEDED])
def test_nobody_is_asked_about_what_no_longer_holds(cast: Cast, state: State) -> None:
    Contact.objects.create(unit=cast.bureau, form=Contact.Form.BOX, value="校门东墙")
    item = walk(draft(cast), state, cast)
    assert "A question about this?" not in page_of(cast, item)


def test_file_shows_its_whole_fingerprint(cast: Cast) -> None:
    item = draft(cast)
    file = AttachmentFactory(disclosure=item)
    record_writing(item, actor=cast.clerk)
    assert f"<dd>{file.sha256}</dd>" in page_of(cast, walk(item, State.POSTED, cast))


@pytest.mark.parametrize(("language", "marked"), [("en", True), ("zh-hant", True), ("zh-hans", False)])
def test_what_people_entered_is_marked_as_chinese(cast: Cast, client: Client, language: str, marked: bool) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    page = client.get(item.get_absolute_url(), headers={"accept-language": language}).content.decode()
    assert (f'<h1 lang="zh-Hans-CN">{item.title}' in page) is marked


@pytest.mark.parametrize(("name_en", "marked"), [("Test matter", False), ("", True)])
def test_heading_is_marked_as_chinese_only_where_it_is(cast: Cast, name_en: str, marked: bool) -> None:
    heading = HeadingFactory(code="9903", name_en=name_en)
    page = page_of(cast, walk(draft(cast, heading=heading), State.POSTED, cast))
    assert (f'<span aria-current="page" lang="zh-Hans-CN">{name_en or heading.name}' in page) is marked


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
