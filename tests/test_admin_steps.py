"""A step's own page in the office: what will happen, refusals in words, and one press that counts once."""

import pytest
import time_machine

from apps.disclosures.states import State
from apps.disclosures.workflow import take
from tests.cast import draft, walk
from tests.office import address, at_the_desk


def press(client, item, step, **typed):
    return client.post(address(item, "step", step), {"stamp": item.stamp, **typed})


def refusals(page):
    return page.context["reasons"]


def test_page_shows_the_text_as_readers_will_see_it(cast):
    item = draft(cast, summary="请家长查看新学期安排。")
    page = at_the_desk(cast.chair).get(address(item, "step", "submit"))
    assert "请家长查看新学期安排。" in page.content.decode()


def test_opening_the_page_takes_nothing(cast):
    item = draft(cast)
    at_the_desk(cast.chair).get(address(item, "step", "submit"))
    item.refresh_from_db()
    assert item.state == State.DRAFT


def test_pressing_the_button_takes_the_step_and_leads_back(cast):
    item = draft(cast)
    answer = press(at_the_desk(cast.chair), item, "submit")
    item.refresh_from_db()
    assert (answer.url, item.state) == (address(item), State.IN_REVIEW)


def test_pressing_twice_takes_the_step_once(cast):
    item, client = draft(cast), at_the_desk(cast.chair)
    answers = [press(client, item, "submit").status_code for _time in range(2)]
    assert (answers, item.events.named("submit").count()) == ([302, 302], 1)


def test_press_after_somebody_elses_is_answered_in_words(cast):
    item = draft(cast)
    press(at_the_desk(cast.chair), item, "submit")
    page = at_the_desk(cast.deputy).post(address(item, "step", "submit"), {"stamp": "1.1"})
    assert "is not possible any more" in refusals(page)[0]


def test_unknown_step_is_answered_in_words(cast):
    page = at_the_desk(cast.chair).get(address(draft(cast), "step", "abolish"))
    assert (page.status_code, refusals(page)) == (
        404,
        ["There is no such step. Go back to the item and choose one of its buttons."],
    )


def test_unknown_step_cannot_be_pressed(cast):
    assert press(at_the_desk(cast.chair), draft(cast), "abolish").status_code == 404


def test_step_of_another_role_is_refused_in_words(cast):
    page = press(at_the_desk(cast.clerk), draft(cast), "submit")
    assert refusals(page) == ["You do not have the role for “Submit for review” in this unit."]


def test_step_of_another_department_does_not_exist(cast):
    assert press(at_the_desk(cast.other_clerk), draft(cast), "submit").status_code == 404


def test_incomplete_draft_is_refused_with_every_reason(cast):
    page = press(at_the_desk(cast.chair), draft(cast, summary="", objection_contact=""), "submit")
    assert len(refusals(page)) == 2


def test_button_is_offered_only_when_nothing_speaks_against_it(cast):
    page = at_the_desk(cast.chair).get(address(draft(cast, summary=""), "step", "submit"))
    assert not page.context["is_offered"]


def test_form_links_a_step_that_may_be_taken(cast):
    page = at_the_desk(cast.chair).get(address(draft(cast)))
    assert [step.name for step in page.context["ready_steps"]] == ["submit"]


def test_form_says_what_speaks_against_a_step(cast):
    item = walk(draft(cast), State.POSTED, cast)
    page = at_the_desk(cast.office).get(address(item))
    reasons = {step.name: reasons for step, reasons in page.context["blocked_steps"]}
    assert reasons["conclude"][0].startswith("The publicity period runs until")


def test_clerk_is_offered_no_step(cast):
    page = at_the_desk(cast.clerk).get(address(draft(cast)))
    assert (page.context["ready_steps"], page.context["blocked_steps"]) == ([], [])


def test_reason_is_kept_when_a_step_is_refused(cast):
    item = walk(draft(cast), State.POSTED, cast)
    page = at_the_desk(cast.office).post(
        address(item, "step", "propose_withdrawal"), {"stamp": "0.0", "reason": "附件里有电话号码"}
    )
    assert "附件里有电话号码</textarea>" in page.content.decode()


def test_reason_left_out_is_asked_for(cast):
    item = walk(draft(cast), State.POSTED, cast)
    page = press(at_the_desk(cast.office), item, "propose_withdrawal")
    assert refusals(page) == ["Write the reason. The people concerned will read it."]


def test_zero_byte_in_a_reason_is_dropped(cast):
    item = walk(draft(cast), State.POSTED, cast)
    press(at_the_desk(cast.office), item, "propose_withdrawal", reason="号码\0外泄")
    assert item.events.last().reason == "号码外泄"


def test_outcome_is_chosen_when_concluding(cast):
    item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(item.publicity_ends_at, tick=False):
        press(at_the_desk(cast.office), item, "conclude", outcome="no_objection")
    item.refresh_from_db()
    assert (item.state, item.outcome) == (State.CONCLUDED, "no_objection")


def test_outcome_left_out_is_asked_for(cast, nobody_counts):
    item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(item.publicity_ends_at, tick=False):
        page = press(at_the_desk(cast.office), item, "conclude")
    assert refusals(page) == ["Choose what the publicity period ended with."]


def test_page_of_a_withdrawal_shows_who_proposed_it_and_why(cast):
    item = walk(draft(cast), State.POSTED, cast)
    press(at_the_desk(cast.office), item, "propose_withdrawal", reason="附件里有电话号码")
    page = at_the_desk(cast.chair).get(address(item, "step", "withdraw")).content.decode()
    assert f"Proposed by {cast.office.name}: 附件里有电话号码" in page


def test_text_changed_after_the_page_was_opened_is_not_submitted(cast):
    item = draft(cast)
    page = at_the_desk(cast.chair).post(address(item, "step", "submit"), {"stamp": "0.0"})
    assert refusals(page) == ["The text has changed since you opened this page. Look at it again, then decide."]


def test_press_without_a_stamp_is_refused(cast):
    assert at_the_desk(cast.chair).post(address(draft(cast), "step", "submit")).status_code == 409


# History


def test_history_shows_who_what_and_in_which_role(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    page = at_the_desk(cast.inspector).get(address(item, "history"))
    assert [(label, event.actor) for label, event in page.context["events"]] == [
        ("Drafted", cast.clerk),
        ("Submit for review", cast.chair),
    ]


@pytest.fixture
def in_review(cast):
    """An item on which one member has spoken."""
    item = walk(draft(cast), State.IN_REVIEW, cast)
    at_the_desk(cast.member).post(f"/desk/review/{item.pk}/", {"step": "endorse", "seen": item.stamp})
    assert item.events.named("endorse").exists()
    return item


def test_history_keeps_opinions_of_a_running_review_to_itself(cast, in_review):
    page = at_the_desk(cast.office).get(address(in_review, "history"))
    assert "endorse" not in [event.name for _label, event in page.context["events"]]


def test_history_shows_opinions_when_the_review_is_over(cast):
    item = walk(draft(cast), State.APPROVED, cast)
    page = at_the_desk(cast.office).get(address(item, "history"))
    assert "endorse" in [event.name for _label, event in page.context["events"]]


def test_history_of_another_department_does_not_exist(cast):
    assert at_the_desk(cast.other_clerk).get(address(draft(cast), "history")).status_code == 404


def test_returned_draft_shows_the_reason_above_the_form(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        take("return", item, actor=member, reason="请写明联系电话")
    page = at_the_desk(cast.clerk).get(address(item))
    assert "请写明联系电话" in page.context["returned"].reason
