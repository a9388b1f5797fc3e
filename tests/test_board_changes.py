"""The versions of a matter and what changed between two neighbours, as far as a reader may read both."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from tests.boarding import browser
from tests.cast import Cast, draft, factory_of, walk

KINDS = [kind._meta.app_label for kind in Disclosure.kinds()]
MOST_QUERIES = 11
"""For a chain of two, beside those for the lines of both."""


def posted(cast: Cast, **fields: Any) -> Disclosure:
    return walk(draft(cast, **fields), State.POSTED, cast)


def corrected(cast: Cast, old: Disclosure, **fields: Any) -> Disclosure:
    return posted(cast, replaces=old, change_note=f"更正{old.title}", **fields)


def chain(cast: Cast, *audiences: str) -> list[Disclosure]:
    """A matter in as many versions as audiences, oldest first."""
    versions: list[Disclosure] = []
    for number, audience in enumerate(audiences, start=1):
        previous = {"replaces": versions[-1], "change_note": "更正"} if versions else {}
        versions.append(posted(cast, audience=audience, title=f"第{number}版", **previous))
    return versions


def changes(cast: Cast, item: Disclosure, reader: str = "anonymous") -> HttpResponse:
    return browser(cast, reader).get(f"{item.get_absolute_url()}/changes/")


def text_of(response: HttpResponse) -> str:
    return response.content.decode().partition("<main")[2]


# What changed.


def test_changed_sentence_reads_from_and_to(cast: Cast) -> None:
    old = posted(cast, body="<p>每人每次收取三元，用于购买材料，当天结清。</p><p>其余不变。</p>")
    page = text_of(changes(cast, corrected(cast, old, body=old.body.replace("三", "两"))))
    assert ('<del lang="zh-Hans-CN">三</del>' in page, '<ins lang="zh-Hans-CN">两</ins>' in page) == (True, True)


def test_change_is_said_aloud(cast: Cast) -> None:
    page = text_of(changes(cast, corrected(cast, posted(cast, title="收费三元"), title="收费两元")))
    words = ('"visually-hidden">Deleted: </span><del', '"visually-hidden">Changed to: </span><ins')
    assert [word for word in words if word not in page] == []


def test_unchanged_sentences_are_left_out(cast: Cast) -> None:
    old = posted(cast, body="<p>每人每次收取三元，用于购买材料，当天结清。</p><p>其余各项均不变。</p>")
    assert "其余各项均不变" not in text_of(changes(cast, corrected(cast, old, body=old.body.replace("三", "两"))))


def test_replaced_file_is_a_change(cast: Cast) -> None:
    old, new = draft(cast), draft(cast)
    for item in (old, new):
        AttachmentFactory(disclosure=item, name="依据.pdf")
    Disclosure.objects.filter(pk=new.pk).update(change_note="更正")
    old = walk(old, State.POSTED, cast)
    Disclosure.objects.filter(pk=new.pk).update(replaces=old)
    response = changes(cast, walk(Disclosure.objects.get(pk=new.pk).specific, State.POSTED, cast))
    assert [difference.where for difference in response.context["differences"]][-1].endswith("依据.pdf")


def test_change_that_no_reader_sees_is_none(cast: Cast) -> None:
    old = posted(cast, title="校车安排", responsible=cast.chair)
    page = text_of(changes(cast, corrected(cast, old, title="校车安排", responsible=cast.deputy)))
    names = [person.name for person in (cast.chair, cast.deputy) if person.name in page]
    assert ("Nothing that readers see is different." in page, names) == (True, [])


@pytest.mark.parametrize("kind", KINDS)
def test_comparison_takes_few_queries(cast: Cast, kind: str) -> None:
    model = Disclosure.kind_of(kind)
    old = walk(draft(cast, factory_of(model)), State.POSTED, cast)
    new = walk(draft(cast, factory_of(model), replaces=old, change_note="更正"), State.POSTED, cast)
    client = browser(cast, "anonymous")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{new.get_absolute_url()}/changes/")
    assert len(queries) <= MOST_QUERIES + 2 * len(model.line_models())


# Who may compare.


@pytest.mark.parametrize("audiences", [("staff", "public"), ("public", "staff")])
@pytest.mark.parametrize(("reader", "status"), [("anonymous", 404), ("parent", 404), ("teacher", 200)])
def test_both_texts_must_be_readable(cast: Cast, audiences: tuple[str, str], reader: str, status: int) -> None:
    assert changes(cast, chain(cast, *audiences)[1], reader).status_code == status


def test_item_that_corrects_nothing_has_no_comparison(cast: Cast) -> None:
    assert changes(cast, posted(cast)).status_code == 404


def withdrawn(item: Disclosure, cast: Cast) -> Disclosure:
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    return take("withdraw", item, actor=cast.chair)


def test_withdrawn_text_is_not_compared(cast: Cast) -> None:
    _old, new = chain(cast, "public", "public")
    assert changes(cast, withdrawn(new, cast), "clerk").status_code == 404


def test_text_whose_days_are_over_is_not_compared(cast: Cast) -> None:
    """Names are taken down after their last day; a correction must not keep showing them."""
    old = posted(cast, display_until=timezone.localdate() + datetime.timedelta(days=3))
    new = corrected(cast, old)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4), tick=False):
        assert changes(cast, new).status_code == 404


# The chain.


def told(cast: Cast, item: Disclosure, reader: str = "anonymous") -> list[tuple[str, bool]]:
    """The titles of the versions on the page of an item, newest first, and whether they can be compared."""
    versions = browser(cast, reader).get(item.get_absolute_url()).context["versions"]
    return [(version.item.title, bool(version.changes)) for version in versions]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_version_shows_all_three(cast: Cast, place: int) -> None:
    versions = chain(cast, "public", "public", "public")
    assert told(cast, versions[place]) == [("第3版", True), ("第2版", True), ("第1版", False)]


@pytest.mark.parametrize(("place", "seen"), [(0, [("第1版", False)]), (2, [("第3版", False)])])
def test_chain_ends_where_a_version_is_not_for_this_reader(cast: Cast, place: int, seen: list[Any]) -> None:
    assert told(cast, chain(cast, "public", "staff", "public")[place]) == seen


@pytest.mark.parametrize("place", [0, 2])
def test_version_that_is_not_for_this_reader_is_not_hinted_at(cast: Cast, place: int) -> None:
    versions = chain(cast, "public", "staff", "public")
    page = text_of(browser(cast, "anonymous").get(versions[place].get_absolute_url()))
    assert [text for text in (versions[1].register_no, versions[1].number, "第2版", "/changes/") if text in page] == []


def test_first_version_leads_to_the_one_that_holds(cast: Cast) -> None:
    first, _second, third = chain(cast, "public", "public", "public")
    page = text_of(browser(cast, "anonymous").get(first.get_absolute_url()))
    assert f"What holds now is {third.register_no}" in page


def test_withdrawn_correction_holds_no_longer_and_shows_no_note(cast: Cast) -> None:
    old = posted(cast)
    withdrawn(corrected(cast, old), cast)
    page = text_of(browser(cast, "anonymous").get(old.get_absolute_url()))
    shown = ["It stays here as it was and no longer holds." in page, "(withdrawn)" in page, f"更正{old.title}" in page]
    assert shown == [True, True, False]


def test_correction_under_way_is_not_told(cast: Cast) -> None:
    old = posted(cast)
    walk(draft(cast, replaces=old, change_note="更正单价"), State.APPROVED, cast)
    assert told(cast, old, "clerk") == [(old.title, False)]


def test_item_never_corrected_shows_no_chain(cast: Cast) -> None:
    assert 'id="versions"' not in text_of(browser(cast, "anonymous").get(posted(cast).get_absolute_url()))
