"""Ways to look better than one was, and why they lead nowhere."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from apps.catalogue.models import Audience
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, take
from apps.duties.exempting import draft_exemption
from apps.duties.models import Duty, Placement
from apps.duties.placing import choose, propose_move
from tests.cast import draft, walk
from tests.duties import at, calendar_of, duty, heading, opened, placed, posted
from tests.psql import psql, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MARCH, APRIL = at(2026, 3, 2), at(2026, 4, 7)


@pytest.fixture
def owed(cast) -> Duty:
    calendar_of(cast.school)
    opened(cast, MARCH)
    return duty("0905", "2026-03")


def condition(key: str = "2026-03", day: date = date(2026, 6, 30)) -> str:
    return Duty.objects.owed().judged(day).get(heading__code="0905", key=key).condition


def corrected(cast, item: Disclosure, on) -> Disclosure:
    with time_machine.travel(on, tick=False):
        values = {"heading": item.heading, "publicity_days": None, "replaces": item, "change_note": "更正标点"}
        return walk(draft(cast, **values), State.POSTED, cast)


def stated(cast, owed: Duty) -> Disclosure:
    with time_machine.travel(APRIL, tick=False):
        return draft_exemption(owed, actor=cast.office, reason="本月没有发生收支，故不适用。")


def test_a_corrected_statement_still_says_that_it_does_not_apply(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        item = walk(stated(cast, owed), State.POSTED, cast)
    corrected(cast, item, at(2026, 4, 8))
    assert condition() == "exempt"


def test_a_draft_whose_heading_was_changed_is_not_submitted(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        item = draft(cast, heading=heading("0905"), publicity_days=None)
        choose(item, owed, actor=cast.clerk)
        Disclosure.objects.filter(pk=item.pk).update(heading=heading("0906"))
        with pytest.raises(Refused, match="another heading now"):
            take("submit", item, actor=cast.chair)


def test_an_item_for_fewer_readers_than_the_matter_meets_nothing(cast, owed):
    one = duty("0101", term__isnull=False, starts_on=date(2025, 9, 1))
    item = posted(cast, "0101", APRIL, audience=Audience.STAFF)
    assert placed(item) == one.key
    assert Duty.objects.judged(date(2026, 6, 30)).get(pk=one.pk).condition == "missing"


def test_a_statement_for_fewer_than_everybody_is_not_submitted(cast, owed):
    item = stated(cast, owed)
    Disclosure.objects.filter(pk=item.pk).update(audience=Audience.STAFF)
    with time_machine.travel(APRIL, tick=False), pytest.raises(Refused, match="for everybody"):
        take("submit", item, actor=cast.chair)


def test_a_statement_is_not_moved_to_another_duty(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        item = walk(stated(cast, owed), State.POSTED, cast)
        with pytest.raises(Refused, match="its own duty only"):
            propose_move(item, duty("0905", "2026-04"), actor=cast.office, reason="四月也没有")


def test_what_was_withdrawn_with_its_correction_lends_its_day_to_nobody(cast, owed):
    first = posted(cast, "0905", at(2026, 4, 3))
    correction = corrected(cast, first, at(2026, 4, 8))
    with time_machine.travel(at(2026, 4, 9), tick=False):
        walk(correction, State.WITHDRAWN, cast)
        other = draft(cast, heading=heading("0905"), publicity_days=None)
        choose(other, owed, actor=cast.clerk)
    with time_machine.travel(at(2026, 5, 28), tick=False):
        walk(other, State.POSTED, cast)
    assert condition() == "late"


def test_a_correction_takes_its_item_to_no_other_duty(cast, owed):
    item = posted(cast, "0905", at(2026, 4, 3))
    with time_machine.travel(at(2026, 4, 8), tick=False):
        correction = draft(cast, heading=item.heading, publicity_days=None, replaces=item, change_note="更正标点")
        with pytest.raises(Refused, match="goes with the text"):
            choose(correction, duty("0905", "2026-04"), actor=cast.clerk)


def test_the_database_lets_no_correction_choose_its_duty(cast, owed):
    item = posted(cast, "0905", at(2026, 4, 3))
    correction = draft(cast, heading=item.heading, publicity_days=None, replaces=item, change_note="更正标点")
    with refused("the duty of its first text"):
        psql(
            "INSERT INTO duties_placement (disclosure_id, duty_id, root_id, purpose, origin)"
            " VALUES (%s, %s, %s, 'fulfils', 'chosen')",
            correction.pk, owed.pk, correction.pk,
        )  # fmt: skip


def test_the_database_turns_no_item_into_a_statement(cast, owed):
    item = posted(cast, "0905", at(2026, 4, 3))
    with refused("keeps its purpose"):
        psql("UPDATE duties_placement SET purpose = 'exempts' WHERE disclosure_id = %s", item.pk)


def test_every_place_knows_the_first_text(cast, owed):
    first = posted(cast, "0905", at(2026, 4, 3))
    last = corrected(cast, first, at(2026, 4, 8))
    assert set(Placement.objects.values_list("disclosure", "root")) == {(first.pk, first.pk), (last.pk, first.pk)}
