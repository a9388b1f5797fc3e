"""What somebody with a database prompt would do to a case, and how the database answers."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from apps.cases import codes
from apps.cases.models import Case, Event
from apps.cases.publishing import propose_hiding, publish
from apps.cases.states import State
from apps.cases.workflow import take
from apps.disclosures.states import State as ItemState
from tests.boarding import without_guards
from tests.casing import REPLY, filed, posted, walked
from tests.cast import walk
from tests.psql import psql, refused


def change(case: Case, assignments: str, *values) -> int:
    return psql(f"UPDATE cases_case SET {assignments} WHERE id = %s", *values, case.pk)


def tell(case: Case, name: str, actor=None, to: str = "", **columns) -> int:
    """Write an event by hand."""
    row = {
        "case_id": case.pk,
        "name": name,
        "actor_id": actor and actor.pk,
        "actor_name": "",
        "actor_title": "",
        "from_state": case.state,
        "to_state": to or case.state,
        "text": "",
        "detail": "{}",
        "at": "2026-01-01T00:00:00Z",
        **columns,
    }
    return psql(f"INSERT INTO cases_event ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())


def settle() -> None:
    """What waits for the commit is looked at now."""
    psql("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def case(cast):
    return filed("complaint", cast)


TEXTS = {
    "text": "'另一段话，与原来的不同。'",
    "secret": "'x'",
    "code": "'222222222'",
    "type": "'opinion'",
    "channel": "'box'",
    "received_at": "now() + interval '9 days'",
    "is_late": "true",
    "is_anonymous": "false",
    "form_token": "gen_random_uuid()",
}


@pytest.mark.parametrize("column", TEXTS)
def test_what_was_said_is_never_changed(case, column):
    with refused("never changed"):
        change(case, f"{column} = {TEXTS[column]}")


def test_case_is_moved_to_no_other_item(cast):
    case = filed("objection", cast)
    with refused("never changed"):
        change(case, "disclosure_id = %s", posted(cast).pk)


# from, then the only states it may move to
MOVES = """
received accepted declined withdrawn merged
accepted assigned asked withdrawn merged
assigned asked drafted withdrawn merged
asked accepted assigned withdrawn merged
drafted assigned replied withdrawn merged
replied closed accepted assigned
closed
declined
withdrawn
merged
"""


@pytest.mark.parametrize("line", MOVES.strip().splitlines())
def test_state_moves_by_the_pairs_only(cast, case, line):
    before, *allowed = line.split()
    other = filed("complaint", cast)
    with without_guards():
        change(case, "state = %s, refusal = 'no_facts', finding = 'upheld', merged_into_id = %s", before, other.pk)
    moved = {after for after in State.values if after != before and moves(case, after)}
    assert moved == set(allowed)


def moves(case: Case, after: str) -> bool:
    """Whether the database lets it; it is undone again."""
    try:
        with transaction.atomic():
            change(case, "state = %s", after)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_case_does_not_move_without_an_event(case):
    with refused("without an event"):
        change(case, "state = 'accepted'")
        settle()


def test_event_cannot_choose_its_transaction(cast, case):
    tell(case, "accept", cast.office, transaction=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current()")
        assert Event.objects.latest("id").transaction == cursor.fetchone()[0]


KEPT = ("cases_event", "cases_reply", "cases_publication", "cases_attachment", "cases_application")


@pytest.mark.parametrize("statement", ["DELETE FROM cases_event", "UPDATE cases_event SET text = 'x'"])
def test_event_is_never_changed(case, statement):
    with refused("never changed"):
        psql(statement)


@pytest.mark.parametrize("statement", ["DELETE FROM cases_reply", "UPDATE cases_reply SET text = 'x'"])
def test_reply_is_never_changed(cast, case, statement):
    walked(case, State.DRAFTED, cast)
    with refused("never changed"):
        psql(statement)


def test_case_is_never_deleted(case):
    with refused("never deleted"):
        psql("DELETE FROM cases_case WHERE id = %s", case.pk)


@pytest.mark.parametrize("table", [*KEPT, "cases_case"])
def test_nothing_is_emptied(case, table):
    settle()
    psql("SET LOCAL disclosure.allow_truncate = 'off'")
    with refused("never emptied"):
        psql(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("state", [ItemState.CONCLUDED, ItemState.WITHDRAWN, ItemState.SUPERSEDED])
def test_objection_to_an_item_that_left_publicity_is_not_inserted(cast, state):
    item = walk(posted(cast), state, cast)
    case = Case(
        type="objection", school=cast.school, disclosure=item, text=REPLY, due_on="2026-12-01", code=codes.new_code()
    )
    with refused("not in publicity"):
        case.save()


@pytest.mark.parametrize("columns", [{"state": "accepted"}, {"finding": "upheld"}, {"refusal": "no_facts"}])
def test_case_begins_as_received(cast, columns):
    with refused("begins as received"):
        Case(type="opinion", school=cast.school, text=REPLY, due_on="2026-12-01", **columns).save()


def test_reply_is_not_sent_by_who_drafted_it(cast, case):
    case = walked(case, State.DRAFTED, cast)
    with refused("second person"):
        change(case, "state = 'replied', finding = 'upheld'")
        tell(case, "send_reply", cast.other_clerk, to="replied")
        settle()


def test_reply_is_not_sent_by_nobody(cast, case):
    case = walked(case, State.DRAFTED, cast)
    with refused("second person"):
        change(case, "state = 'replied', finding = 'upheld'")
        tell(case, "send_reply", to="replied")
        settle()


def test_reply_has_a_finding(cast, case):
    case = walked(case, State.DRAFTED, cast)
    with refused("case_replied_with_a_finding"):
        change(case, "state = 'replied'")


def test_nobody_handles_a_case_about_themselves(cast):
    case = walked(filed("complaint", cast, about=[cast.clerk]), State.ASSIGNED, cast)
    with refused("about them"):
        change(case, "handler_id = %s", cast.clerk.pk)
        tell(case, "transfer", cast.office)
        settle()


def hidden_by(case, cast, actor) -> None:
    change(case, "hidden_for = 'personal'")
    tell(case, "hide", actor)
    settle()


@pytest.fixture
def published(cast):
    case = walked(filed("opinion", cast), State.REPLIED, cast)
    publish(case, actor=cast.office, question="", answer="答复如下：内容无误。")
    return case


def test_publication_is_not_hidden_without_a_proposal(cast, published):
    with refused("two people"):
        hidden_by(published, cast, cast.chair)


def test_publication_is_not_hidden_by_who_proposed_it(cast, published):
    propose_hiding(published, actor=cast.office, reason="personal")
    with refused("two people"):
        hidden_by(published, cast, cast.office)


@pytest.mark.parametrize("state", [State.RECEIVED, State.ASKED, State.DRAFTED])
def test_item_is_not_concluded_with_an_objection(cast, state):
    item = posted(cast)
    walked(filed("objection", cast, item), state, cast)
    with refused("not decided"):
        psql("UPDATE disclosures_disclosure SET state='concluded', outcome='upheld' WHERE id=%s", item.pk)


def test_merged_case_names_the_other(case):
    with refused("case_merged_into_another"):
        change(case, "state = 'merged'")


def test_declined_case_has_a_reason(case):
    with refused("case_declined_with_a_reason"):
        change(case, "state = 'declined'")


def test_step_that_the_database_refuses_is_refused_in_words(cast, case, monkeypatch):
    """As if another had moved it between the look and the deed."""
    from apps.cases import workflow

    monkeypatch.setattr(workflow, "obstacles", lambda *_whatever: [])
    with pytest.raises(workflow.Refused):
        take("content", case, actor=None)


def test_whom_a_case_concerns_is_never_taken_back(cast, case):
    case.about.add(cast.teacher)
    with refused("never taken back"):
        psql("DELETE FROM cases_case_about WHERE case_id = %s", case.pk)


def test_case_is_not_made_less_grave(cast):
    with refused("less grave"):
        change(filed("supervision", cast), "concern = 'nobody'")


def test_case_is_not_merged_into_itself(case):
    with pytest.raises(IntegrityError, match="case_not_merged_into_itself"):
        change(case, "merged_into_id = id")


def test_name_is_not_opened_by_who_asked_for_it(cast, case):
    tell(case, "ask_identity", cast.office)
    with refused("takes two people"):
        tell(case, "open_identity", cast.office)
