"""Who reads which reply, on every page that shows one, and what is left of a hidden one."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.cases.filing import file_case
from apps.cases.models import Publication
from apps.cases.publishing import hide, propose_hiding, publish
from apps.cases.types import Type
from apps.cases.workflow import take
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from tests.boarding import browser
from tests.cast import Cast, draft, walk
from tests.replying import ANSWER, LETTER, QUESTION, about, hidden, published
from tests.test_audience_table import READS, readers
from tests.visiting import ENGLISH

READERS = ("anonymous", "stranger", "parent", "teacher", "clerk", "inspector", "other_teacher", "former_teacher")
AUDIENCES = ("public", "parents", "staff")


def as_reader(cast: Cast, name: str) -> Client:
    client, person = Client(headers=ENGLISH), readers(cast)[name]
    if not isinstance(person, AnonymousUser):
        client.force_login(person)
    return client


def pages(reply: Publication) -> dict[str, str]:
    item = reply.case.disclosure
    return {
        "register": "/replies/",
        "words": "/replies/?q=石榴树",
        "reply": f"/replies/{reply.pk}/",
        "home": "/",
        "numbers": "/replies/numbers/",
        "csv": "/replies/numbers.csv",
        **({"item": item.get_absolute_url()} if item else {}),
    }


def body(client: Client, address: str) -> str:
    response = client.get(address)
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode()


def showing(client: Client, reply: Publication, words: str) -> set[str]:
    return {name for name, address in pages(reply).items() if words in body(client, address)}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_reply_is_read_by_who_may_read_its_item(cast: Cast, audience: str, reader: str) -> None:
    reply = about(cast, walk(draft(cast, audience=audience), State.POSTED, cast))
    seen = {"register", "words", "reply", "home", "item"} if audience in READS[reader] else set()
    assert showing(as_reader(cast, reader), reply, ANSWER) == seen


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_title_of_the_item_goes_with_the_reply(cast: Cast, audience: str, reader: str) -> None:
    item = walk(draft(cast, audience=audience, title="石榴园名单"), State.POSTED, cast)
    shown = "石榴园名单" in body(as_reader(cast, reader), f"/replies/{about(cast, item).pk}/")
    assert shown == (audience in READS[reader])


def test_reply_goes_with_an_item_that_is_shown_no_longer(cast: Cast) -> None:
    until = timezone.localdate() + datetime.timedelta(days=30)
    reply = about(cast, walk(draft(cast, display_until=until), State.POSTED, cast))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
        assert showing(browser(cast, "anonymous"), reply, ANSWER) == set()


def test_reply_about_no_item_is_for_everybody(cast: Cast) -> None:
    assert showing(browser(cast, "anonymous"), published(cast), ANSWER) == {"register", "words", "reply", "home"}


def test_reply_that_is_not_published_is_nowhere(cast: Cast) -> None:
    assert Client().get("/replies/1/").status_code == 404


@pytest.mark.parametrize("words", [LETTER, "陶然", "0000-555-0188"])
def test_letter_and_its_writer_are_shown_nowhere(cast: Cast, words: str) -> None:
    identity = {"name": "陶然", "contact": "0000-555-0188"}
    assert showing(browser(cast, "office"), published(cast, identity=identity), words) == set()


@pytest.mark.parametrize("words", [QUESTION, ANSWER])
def test_hidden_reply_is_not_read(cast: Cast, words: str) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    assert showing(browser(cast, "anonymous"), hidden(cast, type=Type.MISTAKE, disclosure=item), words) == set()


def test_hidden_reply_keeps_its_reason_in_the_register(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    reply = hidden(cast, type=Type.MISTAKE, disclosure=item)
    assert showing(browser(cast, "anonymous"), reply, "it showed personal data") == {"register", "reply", "item"}


def test_hidden_reply_names_no_item(cast: Cast) -> None:
    item = walk(draft(cast, title="石榴园名单"), State.POSTED, cast)
    hidden(cast, type=Type.MISTAKE, disclosure=item)
    assert "石榴园名单" not in body(browser(cast, "anonymous"), "/replies/")


def test_hidden_reply_is_not_found_by_what_was_found(cast: Cast) -> None:
    hidden(cast, finding="adopted")
    assert "it showed personal data" not in body(browser(cast, "anonymous"), "/replies/?finding=adopted")


@pytest.mark.parametrize(("make", "kept_out"), [(hidden, True), (published, False)])
def test_search_engines_leave_hidden_replies_alone(cast: Cast, make: type, kept_out: bool) -> None:
    page = body(browser(cast, "anonymous"), f"/replies/{make(cast).pk}/")
    assert ('<meta name="robots" content="noindex">' in page) == kept_out


def test_question_is_left_out_when_its_writer_did_not_agree(cast: Cast) -> None:
    reply = published(cast, may_publish=False, question="")
    assert "did not agree to a summary" in body(browser(cast, "anonymous"), f"/replies/{reply.pk}/")


REASONS = {"要等工程公司的说明": True, "要等陶然回电话 13800001111": False, "要等陶然回来": False, "要问许文": False}


@pytest.mark.parametrize(("reason", "is_shown"), REASONS.items())
def test_more_time_is_told_with_a_reason_that_shows_nobody(cast: Cast, reason: str, is_shown: bool) -> None:
    case = file_case(Type.OPINION, school=cast.school, text=LETTER, identity={"name": "陶然"}, about=[cast.clerk]).case
    case = take("accept", case, actor=cast.office)
    case = take("extend", case, actor=cast.office, days=3, text=reason)
    case = take("assign", case, actor=cast.office, handler=cast.other_clerk)
    case = take("draft_reply", case, actor=cast.other_clerk, text=LETTER, finding="adopted")
    reply = publish(take("send_reply", case, actor=cast.deputy), actor=cast.office, question="", answer=ANSWER)
    page = body(browser(cast, "anonymous"), f"/replies/{reply.pk}/")
    assert ("by 3 working days" in page, reason in page) == (True, is_shown)


def test_hidden_reply_does_not_tell_of_more_time(cast: Cast) -> None:
    case = file_case(Type.OPINION, school=cast.school, text=LETTER).case
    case = take("accept", case, actor=cast.office)
    case = take("extend", case, actor=cast.office, days=3, text="要等工程公司的说明")
    case = take("assign", case, actor=cast.office, handler=cast.clerk)
    case = take("draft_reply", case, actor=cast.clerk, text=LETTER, finding="adopted")
    reply = publish(take("send_reply", case, actor=cast.deputy), actor=cast.office, question="", answer=ANSWER)
    propose_hiding(case, actor=cast.office, reason="personal")
    hide(case, actor=cast.chair)
    assert "工程公司" not in body(browser(cast, "anonymous"), f"/replies/{reply.pk}/")


def test_merged_cases_are_counted(cast: Cast) -> None:
    main, *others = (
        take("accept", file_case(Type.OPINION, school=cast.school, text=LETTER).case, actor=cast.office)
        for _number in range(3)
    )
    for case in others:
        take("merge", case, actor=cast.office, into=main)
    take("assign", main, actor=cast.office, handler=cast.clerk)
    take("draft_reply", main, actor=cast.clerk, text=ANSWER, finding="adopted")
    take("send_reply", main, actor=cast.deputy)
    reply = publish(main, actor=cast.office, question="", answer=ANSWER)
    assert "answered together with 2 more" in body(browser(cast, "anonymous"), f"/replies/{reply.pk}/")


@pytest.mark.parametrize("address", ["/replies/", "/", "{item}"])
def test_queries_do_not_grow_with_replies(cast: Cast, address: str) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    about(cast, item)
    few = queries(address, item)
    for _number in range(29):
        about(cast, item)
    assert queries(address, item) == few


def queries(address: str, item: Disclosure) -> int:
    with CaptureQueriesContext(connection) as captured:
        Client().get(address.format(item=item.get_absolute_url()))
    return len(captured)
