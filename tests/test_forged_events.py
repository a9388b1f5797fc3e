"""Events written with psql: whose deed they say they are, and when."""

from __future__ import annotations

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.disclosures.states import State
from apps.organization.models import Membership
from tests.cast import draft, walk
from tests.psql import psql, refused, tell
from tests.visiting import visiting


def test_an_invented_person_does_nothing(cast):
    with refused("deed of a known person"):
        tell(draft(cast), "edit", User(pk=987654321, name="无此人"))


def test_an_event_cannot_choose_its_transaction(cast):
    item = draft(cast)
    tell(item, "edit", cast.clerk, transaction=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current()")
        assert item.events.latest("id").transaction == cursor.fetchone()[0]


@pytest.mark.parametrize("outsider", ["teacher", "parent", "office", "inspector", "other_chair"])
def test_only_the_supervision_group_gives_an_opinion(cast, outsider):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("member of the supervision group"):
        tell(item, "endorse", getattr(cast, outsider))


def test_a_former_member_gives_no_opinion(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    Membership.objects.filter(user=cast.supervisors[0]).update(since="2020-01-01", until="2020-12-31")
    with refused("member of the supervision group"):
        tell(item, "endorse", cast.supervisors[0])


def test_the_desk_stands_when_an_item_lost_its_row(cast):
    item = draft(cast)
    tell(item, "edit", cast.clerk)
    table = type(item.specific)._meta.db_table
    psql(f"DELETE FROM {table} WHERE disclosure_ptr_id = %s", item.pk)
    assert visiting(cast.clerk).get("/desk/").status_code == 200
