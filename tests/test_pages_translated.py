"""A Chinese reader meets no English: pages are found by their links, role by role, and searched for Latin words."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.organization.models import Contact
from tests.cast import Cast, draft, factory_of, walk

READERS = ("nobody", "parent", "clerk", "chair", "member", "office", "superuser")
PAGES_OF_ONE_READER = 200
NOWHERE = ["/nowhere/", "/admin/nowhere/"]
SENT_EMPTY = re.compile(r"_add$|:sign_in$|:password_change$")
NOT_PAGES = {"accounts:sign_out", "board:display", "admin:logout", "admin:jsi18n"} | {"reuse:dictionary", "reuse:docs"}
"""The last two give the names that programs use, beside the Chinese."""

SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-label")
SILENT = {"script", "style", "textarea", "code"}
ALLOWED = re.compile(
    r"""[\w.+-]+@[\w.-]+ | https?://\S+           # addresses
      | \S+\.(?:pdf|docx|xlsx|csv|jpe?g|png)\b    # files
      | \b(?:English|SHA-256|Word|Excel|Cookie|LDAP|PostgreSQL|chinesecalendar|migrate)\b
      | \b(?:DOCX|XLSX|JSON|Atom|WCAG|Windows|macOS|Linux)\b
      | \b(?:csrftoken|django_language|messages|sessionid|theme|size)\b  # the cookies that the privacy page names
      | \b(?:counter_case|counter_receipt)\b     # two more of them
      | \bX{4}-X{4}-X\b | \bMAIL_[A-Z]+\b       # how a receipt code looks; settings of the server
      | \b(?:wecombot|dingtalk|feishu)(?:://[A-Z@]+)? | \baccess_token\b | /hook/  # addresses of robots
      | \b[0-9a-f]{12,64}\b | [a-z_]+:[a-z_]+     # sums and codes shown as data
      | ^(?:Search|True|False)$                   # pictures of Django's admin, whose words it does not mark
    """,
    re.VERBOSE | re.ASCII,
)
ENGLISH = re.compile(r"[A-Za-z]{4,}|[A-Za-z]{2,}(?:\s+[A-Za-z]{2,})+")


class Page(HTMLParser):
    """What a page says aloud or shows, and where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.hidden: dict[str, str] = {}
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.silent += tag in SILENT
        self.said += [values[name] for name in SPOKEN if name in values]
        if tag == "input" and values.get("type") in ("submit", "button"):
            self.said.append(values.get("value", ""))
        if tag == "input" and values.get("type") == "hidden":
            self.hidden[values.get("name", "")] = values.get("value", "")
        if tag == "a":
            self.links.append(values.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def english_in(html: str, names: set[str] = frozenset()) -> set[str]:
    """The sentences of a page with English in them; `names` are people's own words."""
    return {text.strip() for text in Page(html).said if ENGLISH.search(ALLOWED.sub("", _without(names, text)))}


def _without(names: set[str], text: str) -> str:
    return re.sub("|".join(sorted(map(re.escape, names), key=len, reverse=True)) or "$^", "", text)


def addresses_without_arguments(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The addresses of all named views that need no argument."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses_without_arguments(pattern.url_patterns, inner)
        elif pattern.name and f"{namespace}{pattern.name}" not in NOT_PAGES:
            try:
                yield reverse(f"{namespace}{pattern.name}")
            except NoReverseMatch:
                continue


def view_of(address: str) -> str:
    """The name of the view behind an address; empty for what is no page of ours."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def pages_of(client: Client) -> Iterator[tuple[str, str]]:
    """Address and text of every page this reader reaches."""
    waiting = deque([*NOWHERE, *sorted(set(addresses_without_arguments(get_resolver().url_patterns)))])
    known, visits = set(waiting), Counter[str]()
    while waiting and visits.total() < PAGES_OF_ONE_READER:
        address = waiting.popleft()
        view = view_of(address)
        if view in NOT_PAGES or not view or visits[view] >= enough_of(view):
            continue
        response = client.get(address)
        if not is_page(response):
            continue
        visits[view] += 1
        html = response.content.decode()
        yield address, html
        if SENT_EMPTY.search(view):
            yield f"{address} sent empty", client.post(address, Page(html).hidden).content.decode()
        for link in Page(html).links:
            target = urljoin(address, link.split("#")[0])
            if target.startswith("/") and not target.startswith("//") and target not in known:
                known.add(target)
                waiting.append(target)


def enough_of(view: str) -> int:
    """The hundredth item says nothing new; a form is seen open and frozen, another page of the admin once."""
    if not view.startswith("admin:"):
        return 15
    return 2 if view.endswith("_change") else 1


def is_page(response: HttpResponse) -> bool:
    is_html = response.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming and not response.has_header("Location")


@pytest.fixture
def busy_school(cast: Cast) -> Cast:
    """A notice in every state, a posted item and a draft of every kind, and what makes parts of pages appear."""
    for state in State:
        walk(draft(cast), state, cast)
    for kind in Disclosure.kinds():
        elsewhere = {"unit": cast.other_department, "drafter": cast.other_clerk}
        walk(draft(cast, factory_of(kind), **elsewhere), State.POSTED, cast)
        draft(cast, factory_of(kind))
    for form in Contact.Form:
        Contact.objects.create(unit=cast.school, form=form, value="0000-555-0132", hours="工作日 8:30—17:00")
    returned(walk(with_file(draft(cast)), State.IN_REVIEW, cast), cast)
    take("propose_withdrawal", walk(with_file(draft(cast)), State.POSTED, cast), actor=cast.office, reason="附件有误")
    return cast


def with_file(item: Disclosure) -> Disclosure:
    with transaction.atomic():
        AttachmentFactory(disclosure=item)
        record_writing(item, actor=item.drafter, changed=["附件"])
    return item


def returned(item: Disclosure, cast: Cast) -> None:
    for member in cast.supervisors:
        if item.state == State.IN_REVIEW:
            item = take("return", item, actor=member, reason="请写明依据")


def client_of(reader: str, cast: Cast) -> Client:
    client = Client()
    if reader == "superuser":
        client.force_login(User.objects.create_superuser("superuser", password="x"))
    elif reader != "nobody":
        client.force_login(getattr(cast, reader))
    return client


def people_s_own_words() -> set[str]:
    """Names of accounts, and the columns of the catalogue that are kept in English."""
    kept = Heading.objects.values_list("section_en", "name_en", "kind")
    return {word for row in kept for word in row if word} | set(User.objects.values_list("username", flat=True))


@pytest.mark.parametrize("reader", READERS)
def test_no_page_speaks_english_to_a_chinese_reader(busy_school: Cast, reader: str) -> None:
    client = client_of(reader, busy_school)
    found, own = {}, people_s_own_words()
    for address, html in pages_of(client):
        if english := english_in(html, names=own):
            found[address] = english
    assert found == {}


@pytest.mark.parametrize("text", ["Post", "发布 as soon", "the end"])
def test_english_is_seen(text: str) -> None:
    assert english_in(f"<p>{text}</p>") == {text}


@pytest.mark.parametrize("text", ["PDF 96 KB", "预算.xlsx", "SHA-256", "kefu@school.example", "A4 纸"])
def test_names_of_things_are_no_english(text: str) -> None:
    assert english_in(f"<p>{text}</p>") == set()
