"""Two clocks at the same moment remind once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import transaction

from apps.catalogue.loading import load
from apps.catalogue.models import Heading
from apps.duties.models import Start
from apps.notifications.models import InboxEntry, Reminder
from apps.outbox.models import Message
from tests.cast import Cast
from tests.reminding import owed, school_of_2025, tick
from tests.test_concurrency import outcome_of, until

pytestmark = pytest.mark.django_db(transaction=True)
DUE = date(2025, 9, 30)


def test_two_clocks_at_once_send_everything_once(cast: Cast) -> None:
    load(Heading)
    school_of_2025(cast)
    owed(cast, DUE)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Start.objects.select_for_update().get()  # both wait, so that neither has seen what the other does
            turns = [pool.submit(outcome_of, lambda: tick(DUE)) for _clock in range(2)]
            until(2)
        said = sorted(turn.result() for turn in turns)
    assert said == [[], ["Reminded: 1 person"]]
    assert (Reminder.objects.count(), InboxEntry.objects.count(), Message.objects.count()) == (1, 1, 1)
