"""Remarks of other apps on an item: said to who writes and who checks, and stopping nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from apps.disclosures.rules import remarks
from apps.disclosures.signals import remarks_requested
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from tests.cast import Cast, draft, walk
from tests.office import address
from tests.visiting import visiting

UNREADABLE = "“扫描件.pdf” could not be read."


@contextmanager
def remarking(answer: Any) -> Iterator[None]:
    """As if another app had this to say about every item; an exception is raised."""

    def say(sender: Any, **kwargs: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    remarks_requested.connect(say)
    yield
    remarks_requested.disconnect(say)


def test_clerk_reads_the_remark_above_the_form(cast: Cast) -> None:
    item = draft(cast)
    with remarking([UNREADABLE]):
        assert UNREADABLE in visiting(cast.clerk).get(address(item)).content.decode()


def test_reviewer_reads_the_remark_among_the_checks(cast: Cast) -> None:
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with remarking([UNREADABLE]):
        checks = visiting(cast.member).get(f"/desk/review/{item.pk}/").context["checks"]
    assert (UNREADABLE, True) in [(check.text, check.is_warning) for check in checks]


def test_remark_stops_no_step(cast: Cast) -> None:
    with remarking([UNREADABLE]):
        assert take("submit", draft(cast), actor=cast.chair).state == State.IN_REVIEW


def test_remark_that_fails_is_left_out(cast: Cast) -> None:
    item = draft(cast)
    with remarking([UNREADABLE]), remarking(ValueError("broken")), remarking(None):
        assert remarks(item) == [UNREADABLE]


def test_public_never_reads_a_remark(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    with remarking([UNREADABLE]):
        assert UNREADABLE not in visiting(cast.stranger).get(item.get_absolute_url()).content.decode()
