"""Two people who arrange at the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.catalogue.loading import load
from apps.catalogue.models import Heading
from apps.disclosures.workflow import Refused
from apps.duties.arranging import arrange
from apps.duties.models import Part, Responsibility
from apps.organization.models import Role, Unit
from tests.cast import Cast, again, person
from tests.duties import heading
from tests.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seen", [None, ()], ids=["a script", "the form"])
def test_one_of_two_gives_the_part(cast: Cast, seen: Any) -> None:
    load(Heading)
    second = person("简办", Role.OFFICE, cast.school)

    def give(actor: User, who: User) -> Any:
        people = {Part.HANDLER: who}
        return arrange(
            heading("0905"), cast.department, people, since=timezone.localdate(), actor=again(actor), seen=seen
        )

    outcomes = at_once(
        Unit.objects.filter(pk=cast.school.pk),
        lambda: give(cast.office, cast.clerk),
        lambda: give(second, cast.office),
    )
    standing = Responsibility.objects.standing().count()
    assert (standing, sum(isinstance(one, Refused) for one in outcomes)) == (1, 0 if seen is None else 1)
