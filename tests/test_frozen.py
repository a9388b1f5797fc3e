"""Text and events do not change, whoever asks and by whatever path: tried from a prompt and past the models."""

import pytest
from django.db import IntegrityError, transaction

from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Attachment, Disclosure, Event, Frozen
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from tests.cast import draft, walk
from tests.psql import COURSE, change, psql, refused, tell

transactional = pytest.mark.django_db(transaction=True)
SUBMITTED = [state for state in State if state != State.DRAFT]
COLUMNS = {field.column: field.get_internal_type() for field in Disclosure._meta.concrete_fields}
OTHER_VALUE = {
    "CharField": "{0} || 'x'",
    "SlugField": "{0} || 'x'",
    "TextField": "{0} || 'x'",
    "DateField": "COALESCE({0}, current_date) + 1",
    "DateTimeField": "COALESCE({0}, now()) + interval '1 day'",
}
WRITES = [
    "UPDATE notices_notice SET genre = 'rules' WHERE disclosure_ptr_id = %s",
    "DELETE FROM notices_notice WHERE disclosure_ptr_id = %s",
    "UPDATE disclosures_attachment SET name = '另一个.pdf' WHERE disclosure_id = %s",
    "DELETE FROM disclosures_attachment WHERE disclosure_id = %s",
    "INSERT INTO disclosures_attachment (disclosure_id, file, name, label, media_type, size, sha256, uploaded_by_id,"
    " uploaded_at, position) VALUES (%s, 'a', 'a.pdf', '', 'application/pdf', 1, 'a', 1, now(), 0)",
]
"""What might be done to the parts of an item."""


def goes_through(item: Disclosure, assignment: str) -> bool:
    try:
        with transaction.atomic():
            change(item, assignment)
    except IntegrityError:
        return False
    return True


# Text


@pytest.mark.parametrize("state", SUBMITTED)
def test_no_column_of_a_submitted_item_changes(cast, state):
    item = walk(draft(cast), state, cast)
    others = {name: OTHER_VALUE.get(type_, "COALESCE({0}, 0) + 1").format(name) for name, type_ in COLUMNS.items()}
    changes = {**others, **COURSE}
    del changes["state"]
    assert [name for name, value in changes.items() if goes_through(item, f"{name} = {value}")] == []


@pytest.mark.django_db
def test_only_a_step_changes_the_course_of_a_draft(cast):
    item = draft(cast)
    assert [name for name, value in COURSE.items() if goes_through(item, f"{name} = {value}")] == []


def test_a_step_does_not_change_the_text_beside_the_state(cast):
    item = draft(cast)
    with refused("frozen"):
        change(item, "state = 'in_review', version = 1, title = '另一个题目'")


@pytest.mark.parametrize("state", SUBMITTED)
@pytest.mark.parametrize("statement", WRITES)
def test_what_belongs_to_a_submitted_item_is_frozen_with_it(cast, state, statement):
    item = draft(cast)
    AttachmentFactory(disclosure=item)
    walk(item, state, cast)
    with refused("is frozen in state"):
        psql(statement, item.pk)


def test_an_attachment_does_not_move_to_another_item(cast):
    item, other = draft(cast), draft(cast)
    file = AttachmentFactory(disclosure=item)
    with refused("cannot move to another"):
        psql("UPDATE disclosures_attachment SET disclosure_id = %s WHERE id = %s", other.pk, file.pk)


def test_a_returned_item_thaws(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        item = take("return", item, actor=member, reason="请写明标准")
    item.title = "写明标准的题目"
    item.save(update_fields=["title"])
    assert Disclosure.objects.get(pk=item.pk).title == "写明标准的题目"


def test_saving_a_submitted_item_is_refused_in_words(cast):
    item = walk(draft(cast), State.POSTED, cast)
    with pytest.raises(Frozen, match=item.title):
        item.save()


def test_update_of_a_queryset_cannot_change_a_submitted_item(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("is frozen"):
        Disclosure.objects.filter(pk=item.pk).update(title="另一个题目")


def test_bulk_create_cannot_add_a_file_to_a_submitted_item(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("is frozen"):
        Attachment.objects.bulk_create([AttachmentFactory.build(disclosure=item, uploaded_by=cast.clerk)])


def test_writing_is_not_recorded_on_a_submitted_item(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("is frozen"):
        record_writing(item, actor=cast.clerk)


# A written row stands beside an event of its transaction


@transactional
@pytest.mark.parametrize("statement", ["UPDATE disclosures_disclosure SET title = '另一个题目' WHERE id = %s", *WRITES])
def test_a_draft_does_not_change_without_an_event(cast, statement):
    item = draft(cast)
    with transaction.atomic():
        AttachmentFactory(disclosure=item)
        record_writing(item, actor=cast.clerk)
    with refused("changed without an event"):
        psql(statement, item.pk)


@transactional
def test_a_draft_changes_beside_an_event(cast):
    item = draft(cast)
    with transaction.atomic():
        change(item, "title = '另一个题目'")
        record_writing(item, actor=cast.other_clerk, changed=["题目"])
    assert item.events.last().actor == cast.other_clerk


@transactional
def test_a_draft_does_not_begin_without_an_event(cast):
    with refused("changed without an event"):
        type(draft(cast)).objects.create(
            unit=cast.department, heading=draft(cast).heading, drafter=cast.clerk, title="无人起草", audience="public"
        )


@transactional
def test_a_state_does_not_change_without_an_event(cast):
    item = draft(cast)
    with refused("took a step without an event"):
        change(item, "state = 'in_review', version = 1")


@transactional
def test_an_event_of_another_step_does_not_stand_for_this_one(cast):
    item = draft(cast)
    with refused("took a step without an event"):
        tell(item, "submit", cast.chair, from_state="in_review", to_state="approved")
        change(item, "state = 'in_review', version = 1")


# Events


@pytest.mark.parametrize("statement", ["UPDATE disclosures_event SET reason = '改过'", "DELETE FROM disclosures_event"])
def test_an_event_is_never_changed(cast, statement):
    draft(cast)
    with refused("an event is never changed"):
        psql(statement)


def test_events_are_not_deleted_through_the_model(cast):
    draft(cast)
    with refused("an event is never changed"):
        Event.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table",
    [
        "disclosures_event CASCADE",
        "disclosures_attachment",
        "disclosures_register",
        "notices_notice",
        "disclosures_disclosure CASCADE",
    ],
)
def test_a_table_is_never_emptied(table):
    psql("SET LOCAL disclosure.allow_truncate = 'off'")
    with refused("is never emptied"):
        psql(f"TRUNCATE {table}")


@transactional
def test_an_item_is_never_deleted(cast):
    item = draft(cast)
    with refused("violates foreign key constraint"):
        psql("DELETE FROM disclosures_disclosure WHERE id = %s", item.pk)
