"""The pages the office writes: every text stays, two editors do not overwrite each other, and nothing hostile shows."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.disclosures.factories import UserFactory
from apps.pages.forms import MOST_CHARACTERS
from apps.pages.models import Page, Revision
from apps.pages.writing import save_text
from tests.boarding import browser
from tests.cast import Cast
from tests.office import at_the_desk, filled
from tests.psql import psql, refused

FORM = reverse("admin:pages_page_change", args=["guide"])
MOST_QUERIES = 3


def rewrite(actor: User, body: str, *, title: str = "公开指南", note: str = "改写") -> Revision:
    page = Page.objects.get(pk="guide")
    return save_text(page, actor=actor, seen=page.newest.number, title=title, body=body, note=note)


def save(client: Client, opened: HttpResponse | None = None, **typed: str) -> HttpResponse:
    """Type into the form, as it was opened, and save."""
    typed = {"body": "<p>新的内容</p>", "note": "写明新的内容", **typed}
    return client.post(FORM, filled(opened or client.get(FORM), **typed))


def read(client: Client, address: str = "/about/guide/") -> str:
    return client.get(address).content.decode()


# The texts that come with the portal.


def test_new_database_has_a_text_of_every_page(db: None) -> None:
    written = Revision.objects.filter(number=1).exclude(body="").values_list("page", flat=True)
    assert set(written) == set(Page.Slug.values)


@pytest.mark.parametrize("slug", Page.Slug.values)
def test_page_that_came_with_the_portal_leads_nowhere_wrong(cast: Cast, slug: str) -> None:
    client = browser(cast, "anonymous")
    body = Revision.objects.get(page=slug).body
    addresses = [part.partition('"')[0] for part in body.split('href="')[1:]]
    assert [address for address in addresses if client.get(address).status_code != 200] == []


@pytest.mark.parametrize("unconfirmed", ["教监", "792号", "12358", "人社部令", "财教", "信访工作条例"])
def test_texts_print_no_unconfirmed_law(db: None, unconfirmed: str) -> None:
    assert not Revision.objects.filter(body__contains=unconfirmed).exists()


# A text that was saved stays.


@pytest.mark.parametrize("statement", ["UPDATE pages_revision SET body = '别的'", "DELETE FROM pages_revision"])
def test_saved_text_is_never_changed_in_psql(db: None, statement: str) -> None:
    with refused("a saved text is never changed"):
        psql(statement)


def test_saved_texts_are_never_emptied_in_psql(db: None) -> None:
    psql("SET LOCAL disclosure.allow_truncate = 'off'")
    with refused("pages_revision is never emptied"):
        psql("TRUNCATE pages_revision")


def test_page_is_not_deleted_in_psql(db: None) -> None:
    with refused("pages_revision"), transaction.atomic():
        psql("DELETE FROM pages_page")
        psql("SET CONSTRAINTS ALL IMMEDIATE")


def test_second_text_of_the_same_number_is_refused(cast: Cast) -> None:
    page = Page.objects.get(pk="guide")
    text = {"actor": cast.office, "seen": 1, "title": "指南", "body": "<p>一</p>", "note": "改写"}
    save_text(page, **text)
    with refused("revision_numbered_once"):
        save_text(page, **text)


def test_change_without_a_person_is_refused_in_psql(db: None) -> None:
    with refused("revision_says_who_and_what"):
        psql(
            "INSERT INTO pages_revision (page_id, number, title, body, note, saved_at, actor_name, actor_title)"
            " VALUES ('guide', 2, '指南', '内容', '改写', now(), '', '')"
        )


# Who writes.


def test_office_saves_a_new_text_beside_the_old(cast: Cast) -> None:
    save(at_the_desk(cast.office))
    newest = Page.objects.get(pk="guide").newest
    assert (newest.number, newest.body, newest.actor_name, newest.actor_title) == (
        2,
        "<p>新的内容</p>",
        cast.office.name,
        "澄溪九年制学校 信息公开办公室",
    )


@pytest.mark.parametrize("who", ["clerk", "chair", "member", "inspector"])
def test_others_write_no_page(cast: Cast, who: str) -> None:
    client = at_the_desk(getattr(cast, who))
    assert (client.get(FORM).status_code, client.post(FORM, {"body": "x"}).status_code) == (403, 403)


def test_superuser_has_no_short_cut_to_a_page(cast: Cast) -> None:
    client = at_the_desk(UserFactory(is_superuser=True))
    assert (client.get(FORM).status_code, client.post(FORM, {"body": "x"}).status_code) == (403, 403)


@pytest.mark.parametrize("forged", ["nothing", "a_2Fb", "%00"])
@pytest.mark.parametrize("name", ["change", "history"])
def test_unknown_page_in_the_office_is_answered_in_words(cast: Cast, forged: str, name: str) -> None:
    assert at_the_desk(cast.office).get(f"/admin/pages/page/{forged}/{name}/").status_code in (302, 400, 404)


def test_saving_the_same_text_saves_nothing(cast: Cast) -> None:
    client = at_the_desk(cast.office)
    save(client, body=Page.objects.get(pk="guide").newest.body)
    assert Revision.objects.filter(page="guide").count() == 1


def test_change_without_a_reason_is_refused_and_keeps_what_was_typed(cast: Cast) -> None:
    form = save(at_the_desk(cast.office), note="").context["adminform"].form
    assert (form.errors["note"], form["body"].value()) == (
        ["Say in one sentence what you changed and why."],
        "<p>新的内容</p>",
    )


def test_second_editor_is_told_and_keeps_what_was_typed(cast: Cast) -> None:
    client = at_the_desk(cast.office)
    opened = client.get(FORM)
    rewrite(cast.office, "<p>别人的</p>")
    form = save(client, opened).context["adminform"].form
    told = form.non_field_errors()[0].startswith(f"{cast.office.name} saved this page on")
    assert (told, form["body"].value(), Revision.objects.filter(page="guide").count()) == (True, "<p>新的内容</p>", 2)


def test_second_editor_may_save_again_after_being_told(cast: Cast) -> None:
    client = at_the_desk(cast.office)
    opened = client.get(FORM)
    rewrite(cast.office, "<p>别人的</p>")
    save(client, save(client, opened))
    assert Page.objects.get(pk="guide").newest.number == 3


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999"])
def test_forged_version_is_refused(cast: Cast, seen: str) -> None:
    save(at_the_desk(cast.office), seen=seen)
    assert Revision.objects.filter(page="guide").count() == 1


def test_text_that_is_too_long_is_refused_in_words(cast: Cast) -> None:
    form = save(at_the_desk(cast.office), body=f"<p>{'字' * MOST_CHARACTERS}</p>").context["adminform"].form
    assert form.errors["body"][0].startswith("The text is longer than 50000 characters.")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">看</a>',
        '<p style="position:fixed">盖住</p>',
        '<iframe src="https://elsewhere.example"></iframe>',
        '<svg onload="alert(1)"></svg>',
    ],
)
def test_hostile_text_shows_without_its_teeth(cast: Cast, hostile: str) -> None:
    save(at_the_desk(cast.office), body=f"<p>内容</p>{hostile}")
    page = read(browser(cast, "anonymous")).partition("<main")[2]
    assert not any(tooth in page for tooth in ("<script", "onerror", "javascript:", "style=", "<iframe", "onload"))


def test_text_that_comes_past_the_form_is_sanitised_too(cast: Cast) -> None:
    assert rewrite(cast.office, "<p>内容</p><script>alert(1)</script>").body == "<p>内容</p>"


def test_plain_lines_become_paragraphs(cast: Cast) -> None:
    save(at_the_desk(cast.office), body="第一段\n\n第二段")
    assert Page.objects.get(pk="guide").newest.body == "<p>第一段</p>\n\n<p>第二段</p>"


# What readers see.


def test_page_says_how_often_it_was_changed(cast: Cast) -> None:
    rewrite(cast.office, "<p>一</p>")
    rewrite(cast.office, "<p>二</p>")
    assert "This page was changed 2 times" in read(browser(cast, "anonymous"))


def test_earlier_text_is_read_with_a_warning(cast: Cast) -> None:
    rewrite(cast.office, "<p>早先的话</p>")
    rewrite(cast.office, "<p>现在的话</p>")
    page = read(browser(cast, "anonymous"), "/about/guide/2/")
    assert ("早先的话" in page, "This is an earlier text." in page) == (True, True)


def test_version_shows_what_it_changed(cast: Cast) -> None:
    rewrite(cast.office, "<p>照旧</p><p>旧的一句</p>")
    rewrite(cast.office, "<p>照旧</p><p>新的一句</p>")
    context = browser(cast, "anonymous").get("/about/guide/3/").context
    assert [(found.before, found.after) for found in context["differences"]] == [("旧的一句", "新的一句")]


def test_public_page_names_the_role_and_not_the_person(cast: Cast) -> None:
    rewrite(cast.office, "<p>一</p>")
    page = read(browser(cast, "anonymous"))
    assert ("信息公开办公室" in page, cast.office.name in page) == (True, False)


@pytest.mark.parametrize("address", ["/about/nothing/", "/about/guide/9/", "/about/guide/0/", f"/about/guide/{9**40}/"])
def test_unknown_page_is_answered_in_words(cast: Cast, address: str) -> None:
    answer = browser(cast, "anonymous").get(address)
    assert (answer.status_code, "There is no page here" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("address", ["/about/guide/3/", "/about/rules/"])
def test_page_takes_few_queries(cast: Cast, address: str) -> None:
    rewrite(cast.office, "<p>一</p>")
    rewrite(cast.office, "<p>二</p>")
    client = browser(cast, "anonymous")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= MOST_QUERIES


@pytest.mark.parametrize("reader", ["anonymous", "parent"])
def test_foot_leads_to_every_page(cast: Cast, reader: str) -> None:
    foot = read(browser(cast, reader), "/").partition("<footer")[2]
    wanted = [*(f"/about/{slug}/" for slug in Page.Slug.values), "/directory/", "/contacts/"]
    assert [address for address in wanted if f'href="{address}"' not in foot] == []
