"""The index follows every step in its own transaction, and `rebuild_search` makes the same index."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.disclosures.models import Disclosure
from apps.disclosures.signals import state_changed
from apps.disclosures.workflow import take
from apps.search.models import Card, FileText
from tests.cast import draft, factory_of, walk
from tests.searching import attach, finds, posted
from tests.test_concurrency import held, outcome_of, row, until


def cards() -> dict[int, tuple[object, ...]]:
    return {card.pk: (card.text, card.flat, card.grams, card.sections, card.files) for card in Card.objects.all()}


def card_of(item: Disclosure) -> list[str] | None:
    """The lines of the card, each by its first three characters."""
    text = Card.objects.filter(pk=item.pk).values_list("text", flat=True).first()
    return None if text is None else [line[:3] for line in text.splitlines()]


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "superseded"])
def test_an_item_in_no_list_has_no_card(cast, state):
    assert card_of(walk(draft(cast), state, cast)) is None


@pytest.mark.parametrize("state", ["posted", "concluded"])
def test_a_listed_item_has_its_words_on_its_card(cast, state):
    item = walk(draft(cast, title="秋收", summary="春种", body="<p>夏耘</p>"), state, cast)
    assert {"秋收", "校公开", "春种", "夏耘"} <= set(card_of(item))


def test_a_withdrawn_item_keeps_what_its_page_still_shows(cast):
    item = draft(cast, title="秋收", summary="春种")
    attach(item, "冬藏")
    assert card_of(walk(item, "withdrawn", cast)) == ["秋收", "校公开"]


def test_a_correction_takes_the_place_of_what_it_corrects(cast):
    item = posted(cast, title="秋收")
    newer = walk(draft(cast, title="秋收", replaces=item, change_note="改"), "posted", cast)
    assert finds("秋收") == {newer.pk}


def lost_after(item: Disclosure) -> None:
    """The connection breaks when the card is written and nothing is committed."""
    assert Card.objects.filter(pk=item.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@contextmanager
def power_cut() -> Iterator[None]:
    """Something fails after the index was written, before the step is committed."""

    def fail(**_signal):
        raise ConnectionError

    state_changed.connect(fail)
    try:
        with pytest.raises(ConnectionError):
            yield
    finally:
        state_changed.disconnect(fail)


def test_a_posting_that_fails_leaves_nothing_in_the_index(cast):
    item = walk(draft(cast, title="秋收"), "approved", cast)
    with power_cut():
        take("post", item, actor=cast.office)
    assert cards() == {}


def test_a_withdrawal_that_fails_leaves_the_words_to_be_found(cast):
    item = posted(cast, title="秋收", summary="春种")
    take("propose_withdrawal", item, actor=cast.office, reason="写错了")
    with power_cut():
        take("withdraw", item, actor=cast.chair)
    assert finds("春种") == {item.pk}


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_leaves_no_card(cast):
    item = walk(draft(cast), "approved", cast)
    with pytest.raises(OperationalError), transaction.atomic():
        lost_after(take("post", item, actor=cast.office))
    connection.close()
    assert not Card.objects.filter(pk=item.pk).exists()


STEPS = ("posted", "concluded", "withdrawn", "superseded")


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(Disclosure.kinds()), st.sampled_from(STEPS)), unique_by=lambda walked: walked[0])
)
def test_a_rebuilt_index_is_the_one_that_followed(cast, walks):
    with transaction.atomic():
        for kind, state in walks:
            item = draft(cast, factory_of(kind))
            attach(item, "秋收")
            walk(item, state, cast)
        followed = cards()
        call_command("rebuild_search")
        assert cards() == followed
        transaction.set_rollback(True)


@pytest.mark.parametrize("damage", ["Card.objects.all().delete()", "Card.objects.update(text='', flat='', grams='')"])
def test_a_rebuild_brings_back_what_is_missing_or_wrong(cast, damage, capsys):
    item = posted(cast, title="秋收")
    eval(damage)
    call_command("rebuild_search")
    assert finds("秋收") == {item.pk}


def test_a_rebuild_removes_cards_that_stand_for_nothing(cast):
    item = draft(cast)
    Card.objects.create(disclosure=item, sections=[], files=[])
    FileText.objects.create(sha256="0" * 64, state="read", text="秋收")
    call_command("rebuild_search")
    assert (Card.objects.count(), FileText.objects.count()) == (0, 0)


def test_a_rebuild_says_what_it_did(cast, capsys):
    posted(cast)
    call_command("rebuild_search")
    assert "1" in capsys.readouterr().out


def test_a_rebuild_needs_few_queries_for_many_items(cast, django_assert_max_num_queries):
    for _ in range(12):
        posted(cast)
    with django_assert_max_num_queries(40):
        call_command("rebuild_search")


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_goes_on_beside_somebody_in_a_step_and_waits_for_them_at_the_end(cast):
    free, busy = posted(cast, title="秋收"), posted(cast, title="秋收")
    Card.objects.all().delete()
    with ThreadPoolExecutor(1) as pool:
        with held(row(busy)):
            rebuild = pool.submit(outcome_of, lambda: call_command("rebuild_search"))
            until(1)
            assert finds("秋收") == {free.pk}
        rebuild.result()
    assert finds("秋收") == {free.pk, busy.pk}


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_never_brings_back_what_was_withdrawn_meanwhile(cast):
    item = posted(cast, title="秋收", summary="春种")
    take("propose_withdrawal", item, actor=cast.office, reason="写错了")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take("withdraw", item, actor=cast.chair)
            rebuild = pool.submit(outcome_of, lambda: call_command("rebuild_search"))
            until(1)
        rebuild.result()
    assert card_of(item) == ["秋收", "校公开"]
