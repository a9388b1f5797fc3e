"""A correction: a new draft with everything the posted item had, that replaces it when it is posted."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from apps.disclosures.content import content_of
from apps.disclosures.correcting import correct, discard
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from tests.cast import draft, factory_of, walk
from tests.office import address, at_the_desk, save


def posted(cast, kind=None, **fields):
    factory = [factory_of(kind)] if kind else []
    return walk(draft(cast, *factory, **fields), State.POSTED, cast)


@pytest.mark.parametrize("kind", Disclosure.kinds())
def test_correction_says_what_the_posted_item_says(cast, kind):
    item = posted(cast, kind)
    assert content_of(correct(item, actor=cast.clerk)) == content_of(item)


def test_correction_is_a_draft_of_the_one_who_corrects(cast):
    item = posted(cast)
    new = correct(item, actor=cast.office)
    assert (new.state, new.replaces_id, new.drafter, new.register_no) == (State.DRAFT, item.pk, cast.office, "")


def test_correction_is_recorded(cast):
    new = correct(posted(cast), actor=cast.office)
    assert [(event.name, event.actor) for event in new.events.all()] == [("draft", cast.office)]


def test_correction_takes_the_files_over(cast):
    item = draft(cast)
    file = AttachmentFactory(disclosure=item)
    record_writing(item, actor=cast.clerk)
    new = correct(walk(item, State.POSTED, cast), actor=cast.clerk)
    assert [(kept.file.name, kept.sha256) for kept in new.attachments.all()] == [(file.file.name, file.sha256)]


def test_file_that_the_posted_item_still_shows_stays_on_the_disk(cast):
    item = draft(cast)
    name = AttachmentFactory(disclosure=item).file.name
    record_writing(item, actor=cast.clerk)
    new = correct(walk(item, State.POSTED, cast), actor=cast.clerk)
    save(at_the_desk(cast.clerk), new, **{"attachments-0-DELETE": "on"})
    discard(name)
    assert (new.attachments.count(), default_storage.exists(name)) == (0, True)


def test_correction_that_is_posted_supersedes_the_item(cast):
    item = posted(cast)
    new = correct(item, actor=cast.clerk)
    save(at_the_desk(cast.clerk), new, change_note="更正联系电话")
    walk(Disclosure.objects.get(pk=new.pk).specific, State.POSTED, cast)
    item.refresh_from_db()
    assert item.state == State.SUPERSEDED


def test_correction_does_not_inherit_a_time_of_posting(cast):
    item = walk(draft(cast, publish_at=timezone.now() + datetime.timedelta(days=1)), State.APPROVED, cast)
    with time_machine.travel(item.publish_at, tick=False):
        item = walk(item, State.POSTED, cast)
        assert correct(item, actor=cast.clerk).publish_at is None


def test_second_correction_is_refused_while_one_is_under_way(cast):
    item = posted(cast)
    correct(item, actor=cast.clerk)
    with pytest.raises(Refused):
        correct(item, actor=cast.office)


def test_correction_is_possible_again_after_a_withdrawn_one(cast):
    item = posted(cast)
    again = correct(item, actor=cast.clerk)
    save(at_the_desk(cast.clerk), again, change_note="更正联系电话")
    again = walk(Disclosure.objects.get(pk=again.pk).specific, State.POSTED, cast)
    assert correct(again, actor=cast.clerk).replaces_id == again.pk


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN, State.SUPERSEDED])
def test_only_a_posted_item_is_corrected(cast, state):
    with pytest.raises(Refused):
        correct(walk(draft(cast), state, cast), actor=cast.clerk)


@pytest.mark.parametrize("who", ["other_clerk", "inspector", "member", "teacher", "parent", "stranger"])
def test_only_who_may_draft_in_the_unit_corrects(cast, who):
    with pytest.raises(Refused):
        correct(posted(cast), actor=getattr(cast, who))


def test_concluded_item_is_corrected(cast):
    assert correct(walk(draft(cast), State.CONCLUDED, cast), actor=cast.clerk).state == State.DRAFT


def test_correction_of_a_deleted_drafters_item(cast):
    item = posted(cast, responsible=cast.deputy)
    cast.clerk.delete()
    cast.deputy.delete()
    assert correct(item, actor=cast.office).state == State.DRAFT


def test_button_leads_to_the_new_draft(cast):
    item = posted(cast)
    answer = at_the_desk(cast.clerk).post(address(item, "correct"))
    assert answer.url == address(type(item).objects.get(replaces=item))


def test_button_cannot_be_followed_as_a_link(cast):
    assert at_the_desk(cast.clerk).get(address(posted(cast), "correct")).status_code == 405


def test_button_pressed_twice_makes_one_correction_and_says_why(cast):
    item, client = posted(cast), at_the_desk(cast.clerk)
    client.post(address(item, "correct"))
    page = client.post(address(item, "correct"), follow=True)
    (message,) = [str(message) for message in page.context["messages"] if message.level_tag == "error"]
    assert (message.startswith("A correction is already under way"), item.corrections.count()) == (True, 1)


def test_form_of_a_correction_links_the_item_it_corrects(cast):
    item = posted(cast)
    page = at_the_desk(cast.clerk).get(address(correct(item, actor=cast.clerk))).content.decode()
    assert item.get_absolute_url() in page


@pytest.mark.django_db(transaction=True)
def test_two_people_who_correct_at_once_make_one_correction(cast):
    item = posted(cast)

    def attempt(actor):
        try:
            return bool(correct(item, actor=actor))
        except Refused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        done = list(pool.map(attempt, [cast.clerk, cast.office]))
    assert (sorted(done), item.corrections.count()) == ([False, True], 1)
