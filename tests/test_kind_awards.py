import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.utils import timezone, translation

from apps.disclosures.states import State
from apps.kinds.awards.factories import AwardRoundFactory, HonoureeFactory
from apps.kinds.awards.models import AwardRound
from tests.boarding import browser
from tests.cast import draft, walk

SUMMER = datetime.date(2027, 7, 1)
PUPILS = {"honouree_group": "students", "audience": "parents", "display_until": SUMMER}
NO_VOTE = {"votes_for": None, "votes_against": None, "votes_abstain": None}
REFUSED = {
    "no conditions": ({"conditions": ""}, "State the conditions of the award."),
    "no procedure": (
        {"procedure": ""},
        "State the procedure: how candidates were recommended, voted on and decided.",
    ),
    "no quota": ({"quota": None}, "State how many may be honoured."),
    "nobody": ({"honourees": []}, "Enter at least one honouree."),
    "over the quota": ({"quota": 1}, "The quota is 1, but 2 honourees are entered."),
    "votes without voters": ({"voters_present": None}, "Votes are entered. Say how many people voted."),
    "votes do not add up": (
        {"honourees": [{"name": "许明", "votes_for": 92}]},
        "“许明”: the votes add up to 97, but 96 people voted.",
    ),
    "pupils in public": (
        {**PUPILS, "audience": "public"},
        "Names of pupils are not public. Choose “parents and staff” or “staff only” as the audience.",
    ),
    "pupils for ever": (
        {**PUPILS, "display_until": None},
        "Names of pupils are taken down in time. Set the last day they are shown.",
    ),
}
ACCEPTED = {
    "factory": {},
    "no vote": {"voters_present": None, "honourees": [NO_VOTE]},
    "only votes for": {"honourees": [{**NO_VOTE, "votes_for": 96}]},
    "pupils to parents": PUPILS,
    "pupils to staff": {**PUPILS, "audience": "staff"},
    "classes in public": {"honouree_group": "collectives"},
}


@pytest.fixture(autouse=True)
def english(db):
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("fields", "sentence"), REFUSED.values(), ids=REFUSED)
def test_round_is_refused(fields, sentence):
    assert AwardRoundFactory(**fields).unready() == [sentence]


@pytest.mark.parametrize("fields", ACCEPTED.values(), ids=ACCEPTED)
def test_round_is_ready(fields):
    assert AwardRoundFactory(**fields).unready() == []


def test_round_is_about_its_honourees():
    assert AwardRoundFactory(honourees=[{"name": "许明"}, {"name": "苏青"}]).names() == {"许明", "苏青"}


def test_database_refuses_votes_below_zero():
    award = AwardRoundFactory()
    with pytest.raises(IntegrityError, match="votes_for"):
        HonoureeFactory(disclosure=award, votes_for=-1)


def test_school_year_of_another_form_gets_a_sentence():
    with pytest.raises(ValidationError, match="Write the school year as 2026—2027."):
        AwardRoundFactory(school_year="2026年").full_clean()


def page_of(award: AwardRound) -> str:
    return render_to_string("awards/detail.html", {"item": award, "frame": "desk/preview.html"})


def test_page_tells_the_quota_and_how_much_of_it_is_used():
    assert "Quota: 3, put forward: 2" in page_of(AwardRoundFactory(quota=3))


def test_page_sets_numbered_steps_as_a_list():
    assert "<ol><li>申报</li><li>测评</li></ol>" in page_of(AwardRoundFactory(procedure="一、申报\n二、测评"))


@pytest.mark.parametrize(("voters", "shown"), [(96, True), (None, False)])
def test_page_shows_votes_when_there_was_a_vote(voters, shown):
    honourees = [{}] if voters else [NO_VOTE]
    page = page_of(AwardRoundFactory(voters_present=voters, honourees=honourees))
    assert ('data-label="For"' in page, "96 people voted." in page) == (shown, shown)


@pytest.mark.parametrize(("reader", "status"), [("anonymous", 404), ("parent", 200)])
def test_names_of_pupils_are_compared_before_those_who_may_read_them_only(cast, reader, status):
    until = timezone.localdate() + datetime.timedelta(days=30)
    pupils = {**PUPILS, "display_until": until}
    first = walk(draft(cast, AwardRoundFactory, **pupils), State.POSTED, cast)
    second = walk(draft(cast, AwardRoundFactory, replaces=first, change_note="更正班级", **pupils), State.POSTED, cast)
    assert browser(cast, reader).get(f"{second.get_absolute_url()}/changes/").status_code == status
