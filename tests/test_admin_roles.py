"""Who sees and may write what on the working side: role × unit, and no short cut for a superuser."""

import pytest
from django.test.utils import CaptureQueriesContext

from apps.disclosures.factories import UserFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.notices.models import Notice
from tests.cast import draft, factory_of, walk
from tests.office import address, at_the_desk, save

# Person of the cast: what the page of another's draft, of a posted item and of a new draft answer.
# 302 leads to the sign-in page, or to the list of kinds with "there is no such item".
PAGES = {
    "clerk": (200, 200, 200),
    "other_clerk": (302, 302, 200),
    "chair": (200, 200, 200),
    "office": (200, 200, 200),
    "inspector": (200, 200, 403),
    "member": (302, 200, 403),
    "teacher": (302, 302, 302),
    "parent": (302, 302, 302),
    "stranger": (302, 302, 302),
    "other_chair": (302, 302, 200),
}


@pytest.mark.parametrize("who", PAGES)
def test_pages_open_by_role_and_unit(cast, who):
    item, posted = draft(cast), walk(draft(cast), State.POSTED, cast)
    client = at_the_desk(getattr(cast, who))
    addresses = address(item), address(posted), address(Notice, "add")
    assert tuple(client.get(found).status_code for found in addresses) == PAGES[who]


def test_inspector_reads_and_changes_nothing(cast):
    item = draft(cast)
    client = at_the_desk(cast.inspector)
    assert client.post(address(item), {"title": "改过", "stamp": item.stamp}).status_code == 403


def test_inspector_gets_no_field_to_type_in(cast):
    page = at_the_desk(cast.inspector).get(address(draft(cast)))
    assert not page.context["adminform"].form.fields


def test_superuser_without_a_role_sees_no_item(cast):
    client = at_the_desk(UserFactory(is_superuser=True))
    assert client.get(address(draft(cast))).status_code == 403


def test_superuser_without_a_role_cannot_write_an_item(cast):
    client = at_the_desk(UserFactory(is_superuser=True))
    assert client.get(address(Notice, "add")).status_code == 403


def test_superuser_without_a_role_finds_no_kind_on_the_first_page(cast):
    page = at_the_desk(UserFactory(is_superuser=True)).get("/admin/")
    assert "notices" not in [app["app_label"] for app in page.context["app_list"]]


@pytest.mark.parametrize("kind", Disclosure.kinds())
def test_every_kind_is_written_and_read_in_the_office(cast, kind):
    item = draft(cast, factory_of(kind))
    saved = save(at_the_desk(cast.clerk), item, title="改过的标题")
    item.refresh_from_db()
    assert (saved.status_code, item.title) == (302, "改过的标题")


@pytest.mark.parametrize("kind", Disclosure.kinds())
def test_every_kind_can_be_begun_and_read_frozen(cast, kind):
    frozen = walk(draft(cast, factory_of(kind)), State.IN_REVIEW, cast)
    client = at_the_desk(cast.clerk)
    assert [client.get(found).status_code for found in (address(kind, "add"), address(frozen))] == [200, 200]


def test_nothing_is_ever_deleted(cast):
    item = draft(cast)
    client = at_the_desk(cast.clerk)
    assert client.post(address(item, "delete"), {"post": "yes"}).status_code == 403


def test_list_shows_only_what_this_person_may_see(cast):
    mine, others = draft(cast), draft(cast, unit=cast.other_department)
    found = at_the_desk(cast.clerk).get(address(Notice, "changelist")).context["cl"].result_list
    assert (mine in found, others in found) == (True, False)


def test_list_is_searched_by_register_number(cast):
    posted, _other = walk(draft(cast), State.POSTED, cast), draft(cast)
    term = f"{posted.register_year}-{posted.register_serial:03d}"
    page = at_the_desk(cast.clerk).get(address(Notice, "changelist"), {"q": term})
    assert list(page.context["cl"].result_list) == [posted]


def test_list_is_searched_by_the_printed_number(cast):
    posted = walk(draft(cast), State.POSTED, cast)
    page = at_the_desk(cast.clerk).get(address(Notice, "changelist"), {"q": posted.register_no})
    assert list(page.context["cl"].result_list) == [posted]


def test_list_asks_as_many_queries_for_many_items_as_for_one(cast, django_assert_num_queries, connection):
    client = at_the_desk(cast.clerk)
    draft(cast)
    with CaptureQueriesContext(connection) as few:
        client.get(address(Notice, "changelist"))
    NoticeFactory.create_batch(20, unit=cast.department, drafter=cast.clerk)
    with django_assert_num_queries(len(few)):
        client.get(address(Notice, "changelist"))


@pytest.fixture
def connection(db):
    from django.db import connection

    return connection
