"""What search engines may read: a map of the public items, a part for each year, and what they should leave alone."""

from __future__ import annotations

import datetime
import math
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap, views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.board.portal import Portal
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.pages.models import Page
from apps.reuse.feeds import updated_at

COLUMNS = ("register_year", "register_serial", "posted_at", "concluded_at", "withdrawn_at")
PAGES = (
    "board:home", "punctuality:directory", "pages:contacts", "replies:register", "replies:numbers", "reuse:dictionary",
)  # fmt: skip
CLOSED = ("/desk/", "/admin/", "/account/", "/display/", "/search/", "/data/jobs/")


class OfThisPortal(Sitemap[Any]):
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """That of the printed addresses, whatever name the request came by."""
        return urlsplit(settings.SITE_URL).netloc


class Pages(OfThisPortal):
    """The board, the list of each kind, what the office writes, and the data page."""

    def items(self) -> list[str]:
        named = [reverse(name) for name in PAGES]
        written = [page.get_absolute_url() for page in Page.objects.filter(revisions__isnull=False).distinct()]
        return [*named, *(shelf.url for shelf in Portal().shelves), *written]

    def location(self, item: str) -> str:
        return item


class Year(OfThisPortal):
    """The public items of a year of the register that are in force; what anybody else may read is in no map."""

    limit = 5000

    def __init__(self, year: int) -> None:
        self.year = year

    def items(self) -> DisclosureQuerySet:
        return _public().filter(register_year=self.year).only(*COLUMNS).order_by("register_serial")

    def lastmod(self, item: Disclosure) -> datetime.datetime:
        return updated_at(item)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """sitemap.xml: the list of the parts, counted in one query."""
    years = _public().order_by("-register_year").values("register_year")
    parts = [SitemapIndexItem(absolute(reverse("reuse:sitemap_pages")))]
    for year in years.annotate(count=Count("pk"), posted_at=Max("posted_at"), concluded_at=Max("concluded_at")):
        address = absolute(reverse("reuse:sitemap_year", args=[year["register_year"]]))
        changed = max(filter(None, (year["posted_at"], year["concluded_at"])))
        pages = range(1, math.ceil(year["count"] / Year.limit) + 1)
        parts += [SitemapIndexItem(address if page == 1 else f"{address}?p={page}", changed) for page in pages]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    return views.sitemap(request, {"pages": Pages()}, section="pages")


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The public items of a year of the register; `p` is the page of a year that has very many."""
    return views.sitemap(request, {"year": Year(year)}, section="year")


def _public() -> DisclosureQuerySet:
    return Disclosure.objects.visible_to(AnonymousUser()).on_board()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything public may be read; what only repeats it, or is for people at work, may be left alone."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {absolute(reverse('reuse:sitemap'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
