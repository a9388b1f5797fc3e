import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from apps.kinds.awards.factories import AwardRoundFactory, HonoureeFactory

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
