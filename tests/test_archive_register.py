"""The register: what its lines say of an item in each state, to whom, and that none is left out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.archive import register
from apps.archive.register import BATCH, Line, complete, lines, registered_for
from apps.archive.register_columns import columns
from apps.board.history import History
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.organization.models import Membership
from apps.papers.hanging import hang, strike, take_down
from tests.boarding import base_rows
from tests.cast import Cast, draft, walk
from tests.replying import about, hidden

QUERIES = 8
"""Items, events, files, postings, the group, replies, what was corrected, and the memberships of who reads."""


def in_state(cast: Cast, state: State, **fields: Any) -> Disclosure:
    return walk(draft(cast, **fields), state, cast)


def all_lines(reader: Any) -> list[Line]:
    return list(lines(registered_for(reader), reader))


def line_of(cast: Cast, item: Disclosure, reader: str = "office") -> Line:
    """The line of an item as somebody of the cast reads it."""
    found = all_lines(getattr(cast, reader, AnonymousUser()))
    return next(line for line in found if line.serial == item.register_serial)


@pytest.mark.parametrize("state", [State.POSTED, State.CONCLUDED, State.SUPERSEDED, State.WITHDRAWN])
def test_an_item_keeps_its_line_in_every_state(cast: Cast, state: State) -> None:
    item = in_state(cast, state, title="课后服务收费公示")
    line = line_of(cast, item)
    assert (line.number, line.title, line.state) == (item.register_no, "课后服务收费公示", item.get_state_display())


@pytest.mark.parametrize(
    ("state", "name"),
    [(State.POSTED, "posted_at"), (State.CONCLUDED, "concluded_at"), (State.WITHDRAWN, "withdrawn_at")],
)
def test_a_line_tells_when(cast: Cast, state: State, name: str) -> None:
    item = in_state(cast, state)
    assert getattr(line_of(cast, item), name) == getattr(item, name) is not None


def test_the_line_of_a_corrected_item_names_its_successor(cast: Cast) -> None:
    item = in_state(cast, State.SUPERSEDED)
    later = Disclosure.objects.get(replaces=item.pk)
    (remark,) = line_of(cast, item).remarks
    assert later.register_no in remark


def test_a_line_tells_when_it_was_corrected(cast: Cast) -> None:
    item = in_state(cast, State.SUPERSEDED)
    assert line_of(cast, item).corrected_at == item.events.get(name="superseded").at


def test_the_line_of_a_correction_names_what_it_corrects_and_why(cast: Cast) -> None:
    item = in_state(cast, State.SUPERSEDED)
    first, note = line_of(cast, Disclosure.objects.get(replaces=item.pk)).remarks
    assert (item.register_no in first, note) == (True, "更正联系电话")


def test_a_correction_for_others_is_not_numbered(cast: Cast) -> None:
    item = in_state(cast, State.POSTED)
    later = in_state(cast, State.POSTED, replaces=item, change_note="只对教职工", audience="staff")
    line = line_of(cast, item, "nobody")
    assert (len(line.remarks), later.register_no in line.remarks[0]) == (1, False)


def test_the_line_of_a_withdrawn_item_says_why(cast: Cast) -> None:
    assert "附件中有手机号码" in line_of(cast, in_state(cast, State.WITHDRAWN)).remarks[0]


def test_the_line_of_a_withdrawn_correction_keeps_no_words_of_it(cast: Cast) -> None:
    item = in_state(cast, State.SUPERSEDED)
    later = walk(Disclosure.objects.get(replaces=item.pk).specific, State.WITHDRAWN, cast)
    assert "更正联系电话" not in line_of(cast, later).remarks


def test_the_outcome_is_the_statement_of_the_record(cast: Cast) -> None:
    item = in_state(cast, State.CONCLUDED)
    assert line_of(cast, item).outcome == item.events.get(name="conclude").detail["statement"]


def test_the_outcome_is_empty_while_the_period_runs(cast: Cast) -> None:
    assert line_of(cast, in_state(cast, State.POSTED)).outcome == ""


def test_the_opinions_are_told_as_on_the_page_of_the_item(cast: Cast) -> None:
    gone = cast.supervisors[6].memberships.get()
    Membership.objects.filter(pk=gone.pk).update(until=timezone.localdate() - datetime.timedelta(days=1))
    item = in_state(cast, State.POSTED)
    history = History(item, list(item.events.all()), None)
    assert line_of(cast, item).approver == history.stages[1].by


def test_the_opinions_are_those_on_the_version_that_was_approved(cast: Cast) -> None:
    item = in_state(cast, State.IN_REVIEW)
    for member in cast.supervisors[:4]:
        item = take("return", item, actor=member, reason="金额写错了")
    item = walk(item, State.POSTED, cast)
    assert line_of(cast, item).approver == History(item, list(item.events.all()), None).stages[1].by


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        ("office", "许文"),
        ("member", "许文"),
        ("inspector", "许文"),
        ("other_clerk", ""),
        ("teacher", ""),
        ("nobody", ""),
    ],
)
def test_the_name_of_who_wrote_is_for_who_works_on_it(cast: Cast, reader: str, name: str) -> None:
    assert line_of(cast, in_state(cast, State.POSTED), reader).drafter == name


def test_the_role_of_who_wrote_is_for_everybody(cast: Cast) -> None:
    item = in_state(cast, State.POSTED)
    assert line_of(cast, item, "nobody").handler == f"总务处 · {item.events.get(name='draft').actor_title}"


@pytest.mark.parametrize(("reader", "count"), [("parent", 2), ("teacher", 2), ("nobody", 1)])
def test_lines_are_of_what_one_may_read(cast: Cast, reader: str, count: int) -> None:
    for audience in ("public", "parents"):
        in_state(cast, State.POSTED, audience=audience)
    assert len(all_lines(getattr(cast, reader, AnonymousUser()))) == count


def test_a_posting_is_evidence(cast: Cast) -> None:
    item, now = in_state(cast, State.POSTED), timezone.now()
    posting = hang(item, actor=cast.office, place="校门口公开栏", hung_at=now, photo=b"jpeg")
    take_down(posting, item, actor=cast.office, at=now)
    (hung,) = line_of(cast, item).postings
    assert (hung.place, hung.hung_at, hung.taken_down_at, hung.photo_url) == (
        "校门口公开栏",
        now,
        now,
        posting.photo_url,
    )


def test_a_posting_that_was_struck_out_is_none(cast: Cast) -> None:
    item = in_state(cast, State.POSTED)
    posting = hang(item, actor=cast.office, place="校门口公开栏", hung_at=timezone.now())
    strike(posting, item, actor=cast.office, reason="贴错了地方")
    assert line_of(cast, item).postings == ()


def test_the_photo_of_a_withdrawn_item_is_not_shown(cast: Cast) -> None:
    item = in_state(cast, State.POSTED)
    hang(item, actor=cast.office, place="校门口公开栏", hung_at=timezone.now(), photo=b"jpeg")
    assert line_of(cast, walk(item, State.WITHDRAWN, cast)).postings[0].photo_url == ""


def test_files_are_known_by_their_fingerprints(cast: Cast) -> None:
    item = draft(cast)
    files = [AttachmentFactory(disclosure=item, name=f"{name}.pdf") for name in "ab"]
    record_writing(item, actor=cast.clerk)
    assert line_of(cast, walk(item, State.POSTED, cast)).fingerprints == tuple(file.sha256 for file in files)


def test_public_replies_are_counted(cast: Cast) -> None:
    item = in_state(cast, State.POSTED)
    about(cast, item)
    hidden(cast, type="mistake", disclosure=item)
    assert line_of(cast, item).replies == 1


def test_lines_are_in_the_order_of_the_numbers(cast: Cast) -> None:
    base_rows(cast, 3, register_year=2027)
    base_rows(cast, 3, register_year=2026)
    found = [(line.year, line.serial) for line in all_lines(AnonymousUser())]
    assert found == [(year, serial) for year in (2026, 2027) for serial in (1, 2, 3)]


def test_a_batch_takes_as_many_queries_for_many_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for state in (State.POSTED, State.SUPERSEDED, State.CONCLUDED):
        about(cast, in_state(cast, state))
    base_rows(cast, BATCH - 50, register_year=2027)
    with django_assert_max_num_queries(QUERIES):
        assert len(all_lines(cast.office)) == BATCH - 46


def test_lines_are_read_batch_by_batch(cast: Cast, monkeypatch: Any, django_assert_max_num_queries: Any) -> None:
    monkeypatch.setattr(register, "BATCH", 2)
    base_rows(cast, 4, register_year=2026)
    base_rows(cast, 3, register_year=2027)
    with django_assert_max_num_queries(4 * QUERIES):
        assert len(all_lines(AnonymousUser())) == 7


@pytest.mark.parametrize(
    ("found", "stretches"),
    [
        ([], [(1, 7)]),
        ([1, 2, 3, 4, 5, 6, 7], []),
        ([2, 3, 6], [(1, 1), (4, 5), (7, 7)]),
        ([1, 7], [(2, 6)]),
    ],
)
def test_what_is_not_listed_has_its_place(found: list[int], stretches: list[tuple[int, int]]) -> None:
    rows = list(complete([Line(2026, serial, serial, heading="有") for serial in found], 2026, 1, 7))
    told = [(row.serial, row.last) for row in rows if not row.is_listed]
    assert (told, sum(row.count for row in rows)) == (stretches, 7)


def test_a_stretch_is_named_by_both_its_ends() -> None:
    assert Line(2026, 3, 17).number == "校公开〔2026〕003号 – 校公开〔2026〕017号"


def test_a_stretch_says_nothing_but_its_numbers() -> None:
    told = [column.read(Line(2026, 3, 17)) for column in columns()]
    assert [value for value in told if value not in ("", None)] == [Line(2026, 3, 17).number]
