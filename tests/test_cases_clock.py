"""What happens to cases by itself: closing, going up, forgetting; and nothing of it twice."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from apps.accounts.models import User
from apps.calendars.filling import fill
from apps.cases.clock import settle_cases
from apps.cases.duties import Duty, has_duty
from apps.cases.models import Case, Identity
from apps.cases.states import State
from apps.cases.workflow import take
from apps.disclosures.workflow import Refused
from tests.casing import HEAD, filed, head_of, names_of, walked
from tests.cast import again
from tests.test_cases_deadlines import on
from tests.test_cases_filing import opinion


@pytest.fixture(autouse=True)
def calendar_of_2026(db):
    fill(2026)


def tick() -> list[str]:
    return settle_cases(None, clock=User.objects.clock())


@pytest.mark.parametrize(("today", "state"), [("12-07", State.REPLIED), ("12-08", State.CLOSED)])
def test_answered_case_closes_after_ten_working_days(cast, today, state):
    with on("11-23"):  # ten working days after it: 7 December
        case = walked(filed("opinion", cast), State.REPLIED, cast)
    with on(today):
        tick()
    assert Case.objects.get(pk=case.pk).state == state


def test_ten_days_begin_after_a_reply_on_a_weekend(cast):
    with on("11-21"):
        case = walked(filed("opinion", cast), State.REPLIED, cast)
    with on("12-04"):
        tick()
        assert names_of(case)[-1] == "send_reply"
    with on("12-07"):
        tick()
        assert names_of(case)[-1] == "close"


# An opinion received on 23 November is due on the 30th, a complaint on 7 December.
LATE = {
    0: ("11-30", "12-07"),
    1: ("12-01", "12-08"),
    2: ("12-02", "12-09"),
    3: ("12-03", "12-10"),
    6: ("12-08", "12-15"),
}
# After so many working days: who has the first part. o office, s supervision, h its chair, c leadership, i inspector.
CLIMBS = {
    "opinion": {0: "o", 1: "co", 2: "co", 3: "chos", 6: "chios"},
    "complaint": {0: "hos", 1: "chos", 3: "chos", 6: "chios"},
    "leadership": {0: "hs", 1: "hs", 3: "his", 6: "his"},
    "supervision": {0: "hi", 1: "hi", 6: "hi"},
}
LEVELS = {"opinion": (0, 1, 2, 3), "complaint": (0, 1, 2, 3), "leadership": (0, 1, 2, 2), "supervision": (0, 1, 1, 1)}


@pytest.mark.parametrize(("sort", "late"), [(sort, late) for sort, row in CLIMBS.items() for late in row])
def test_overdue_case_goes_up_to(cast, sort, late):
    people = {"o": cast.office, "c": cast.chair, "s": cast.member, "h": head_of(cast), "i": cast.inspector}
    with on("11-23"):
        case = filed(sort, cast)
    with on(LATE[late][sort != "opinion"]):
        tick()
        case = Case.objects.get(pk=case.pk)
        first = "".join(sorted(name for name, who in people.items() if has_duty(case, Duty.FIRST, again(who))))
    assert (first, case.climbed) == (CLIMBS[sort][late], LEVELS[sort][sum(late >= days for days in (1, 3, 6))])


def test_case_in_hand_goes_up_too_and_stays_with_its_handler(cast):
    with on("11-23"):
        case = walked(filed("opinion", cast), State.ASSIGNED, cast)
    with on("12-03"):
        tick()
    case.refresh_from_db()
    assert (case.state, case.handler, case.climbed) == (State.ASSIGNED, cast.other_clerk, 2)


def test_case_does_not_go_up_while_its_writer_is_asked(cast):
    with on("11-23"):
        case = walked(filed("opinion", cast), State.ASKED, cast)
    with on("12-20"):
        tick()
    assert "climb" not in names_of(case)


def test_extended_case_goes_up_later(cast):
    with on("11-23"):
        case = walked(filed("opinion", cast), State.ACCEPTED, cast)
        take("extend", case, actor=cast.office, text="需要外出核实。", days=5)
    with on("12-07"):
        tick()
        assert "climb" not in names_of(case)
    with on("12-08"):
        tick()
        assert "climb" in names_of(case)


def test_case_is_not_lifted_before_it_is_late(cast):
    with pytest.raises(Refused):
        take("climb", filed("opinion", cast), actor=User.objects.clock())


ENDS = (State.CLOSED, State.WITHDRAWN, State.DECLINED)


@pytest.mark.parametrize(("days", "is_kept"), [(90, True), (91, False)])
@pytest.mark.parametrize("state", ENDS)
def test_writer_is_forgotten_after_ninety_days(cast, state, days, is_kept):
    case = walked(filed("opinion", cast, identity={"name": "陶然", "email": "tao@example.org"}), state, cast)
    over = case.events.last().at
    with time_machine.travel(over + datetime.timedelta(days=days), tick=False):
        tick()
    assert Identity.objects.exists() is is_kept
    assert (names_of(case)[-1] == "forget") is not is_kept


@pytest.mark.parametrize("state", [State.RECEIVED, State.ASKED, State.DRAFTED])
def test_writer_of_an_open_case_is_kept(cast, state):
    case = walked(filed("opinion", cast, identity={"name": "陶然"}), state, cast)
    with time_machine.travel(case.received_at + datetime.timedelta(days=400)):
        tick()
    assert Identity.objects.exists()


def test_writer_who_waits_with_another_is_kept(cast):
    main = walked(filed("opinion", cast), State.ACCEPTED, cast)
    other = walked(filed("opinion", cast, identity={"name": "陶然"}), State.MERGED, cast, into=main)
    with time_machine.travel(other.received_at + datetime.timedelta(days=400)):
        tick()
    assert Identity.objects.filter(case=other).exists()


def test_nothing_of_the_writer_is_left(cast):
    identity = {"name": "陶然石榴", "contact": "0000-555-0141石榴", "email": "shiliu@example.org", "kind": "parent"}
    case = opinion(cast, identity=identity).case
    walked(case, State.WITHDRAWN, cast)
    with time_machine.travel(case.received_at + datetime.timedelta(days=100)):
        tick()
    rows = [*case.events.values(), *Case.objects.values(), *Identity.objects.values()]
    assert not any(word in str(rows) for word in ("石榴", "0000-555-0141", "shiliu"))


def test_everything_is_done_once(cast):
    walked(filed("opinion", cast), State.REPLIED, cast)
    walked(filed("opinion", cast, identity={"name": "陶然"}), State.WITHDRAWN, cast)
    case = filed("opinion", cast)
    with time_machine.travel(case.received_at + datetime.timedelta(days=100)):
        assert (len(tick()), tick()) == (5, [])  # one closed, three levels up, one forgotten


def test_tick_settles_cases(cast, capsys):
    case = filed("opinion", cast)
    with time_machine.travel(case.received_at + datetime.timedelta(days=100)):
        call_command("tick")
    assert names_of(case).count("climb") == 3
    assert capsys.readouterr().out


def test_case_about_the_head_of_the_group_is_not_hers_however_late(cast):
    head = head_of(cast)
    case = filed("complaint", cast, text=f"{HEAD}没有按规定公示结果，请核实。")
    with time_machine.travel(case.received_at + datetime.timedelta(days=100)):
        tick()
        case.refresh_from_db()
        assert [has_duty(case, Duty.FIRST, who) for who in (head, cast.member, cast.inspector)] == [False, False, True]


def test_case_goes_on_when_its_writer_never_answers(cast):
    case = walked(filed("opinion", cast), State.ASKED, cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=30)):
        settle_cases(None, clock=User.objects.clock())
    case.refresh_from_db()
    assert case.state == State.ASSIGNED
