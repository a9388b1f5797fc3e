"""Papers open to the readers of their item and to nobody else, and say no more than its page."""

from __future__ import annotations

import pytest

from apps.disclosures.states import READABLE, State
from tests.boarding import browser
from tests.cast import Cast, draft, walk
from tests.papering import FORMATS, asked, in_print, needs_typesetting, printed

pytestmark = needs_typesetting

READERS = (
    "anonymous",
    "stranger",
    "parent",
    "other_parent",
    "other_teacher",
    "teacher",
    "clerk",
    "office",
    "inspector",
)
INSIDE = {"teacher", "clerk", "office", "inspector"}
OPENS = {"public": set(READERS), "parents": INSIDE | {"parent"}, "staff": INSIDE}
SECRET = "四千零七号"


@pytest.mark.parametrize("state", READABLE)
@pytest.mark.parametrize("audience", OPENS)
def test_paper_opens_to_the_readers_of_its_item(cast: Cast, audience: str, state: State) -> None:
    item = walk(draft(cast, audience=audience), state, cast)
    opened = {reader for reader in READERS if asked(cast, item, "item", reader).status_code == 200}
    assert opened == OPENS[audience]


@pytest.mark.parametrize("address", [*(f"{name}.pdf" for name in FORMATS), "qr.svg"])
def test_what_the_reader_may_not_read_is_not_there(cast: Cast, address: str) -> None:
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert browser(cast, "parent").get(f"{item.get_absolute_url()}/{address}").status_code == 404


@pytest.mark.parametrize("paper_format", FORMATS)
def test_withdrawn_text_is_on_no_paper(cast: Cast, paper_format: str) -> None:
    item = draft(cast, summary=SECRET, body=f"<p>{SECRET}</p>", objection_contact=SECRET, basis="")
    text = printed(cast, walk(item, State.WITHDRAWN, cast), paper_format)
    assert (SECRET in text, "附件中有手机号码" in text, item.title in text) == (False, True, True)


def test_paper_of_a_text_that_is_withdrawn_leaves_the_disk(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    asked(cast, item)
    old = item.papers.get().file
    asked(cast, walk(item, State.WITHDRAWN, cast))
    assert not old.storage.exists(old.name)


def test_corrected_paper_names_what_holds(cast: Cast) -> None:
    item = walk(draft(cast), State.SUPERSEDED, cast)
    text = printed(cast, item)
    assert (in_print("This text has been corrected") in text, item.corrections.get().register_no in text) == (
        True,
        True,
    )


@pytest.mark.parametrize("reader", ["anonymous", "teacher"])
def test_corrected_paper_does_not_name_what_its_readers_may_not_read(cast: Cast, reader: str) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    inside = walk(draft(cast, replaces=item, change_note="只在校内公开", audience="staff"), State.POSTED, cast)
    assert inside.register_no not in printed(cast, item, reader=reader)


def test_qr_code_is_an_image_of_this_host(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    response = browser(cast, "anonymous").get(f"{item.get_absolute_url()}/qr.svg")
    assert (response["Content-Type"], b"<svg" in response.content) == ("image/svg+xml", True)


def test_paper_the_browser_has_is_not_sent_again(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    etag = asked(cast, item)["ETag"]
    again = browser(cast, "anonymous").get(f"{item.get_absolute_url()}/poster-a4.pdf", headers={"if-none-match": etag})
    assert again.status_code == 304
