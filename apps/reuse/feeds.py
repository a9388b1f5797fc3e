"""Atom feeds (RFC 4287) of any list, page by page (RFC 5005)."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.board.entries import rows
from apps.board.filters import Filters
from apps.board.paging import EPOCH, BrokenCursor, Cursor, Page, page_of
from apps.board.portal import Portal
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.disclosures.naming import travelling_summary, travelling_title
from apps.limits.gate import limited
from apps.reuse.source import licence

MORE = ("summary", "concluded_at")
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML has no way to write."""


class PagedAtom(Atom1Feed):
    """Atom with the address of the next, older page."""

    def latest_post_date(self) -> datetime.datetime:
        """An empty feed is as old as can be, so that it stays the same until something is posted."""
        return super().latest_post_date() if self.items else EPOCH

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})


@limited("feed", 300, datetime.timedelta(minutes=10))
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The items of a list as this reader sees it; feed readers, who do not sign in, see what is public."""
    filters = Filters(request.GET, reader=request.user)
    found = filters.narrow(Disclosure.objects.visible_to(request.user), q="")
    try:
        before = Cursor.read(request.GET["before"]) if "before" in request.GET else None
        page = page_of(rows(found, *MORE), filters.query, before)
    except BrokenCursor:
        return HttpResponse(
            _("This address does not lead to a page of the feed."), status=400, content_type="text/plain"
        )
    # No Last-Modified: a withdrawal makes the feed shorter and its newest entry older. The ETag tells what changed.
    return HttpResponse(_written(filters, page).writeString("utf-8"), content_type=Atom1Feed.content_type)


def _written(filters: Filters, page: Page) -> PagedAtom:
    portal = Portal()
    atom = PagedAtom(
        title=UNFIT.sub("", feed_title(portal.name, filters)),
        link=absolute(filters.url()),
        description=None,
        language=get_language(),
        feed_url=absolute(reverse("reuse:feed") + filters.address()),
        author_name=portal.name,
        feed_copyright=licence(),
        next=page.older and absolute(reverse("reuse:feed") + filters.address(before=page.older)),
    )
    kinds = {shelf.slug: shelf.name for shelf in portal.shelves}
    for item in page.items:
        _add(atom, item, kinds[item.kind])
    return atom


def _add(atom: PagedAtom, item: Disclosure, kind_name: str) -> None:
    address = absolute(item.get_absolute_url())
    atom.add_item(
        title=UNFIT.sub("", travelling_title(item, kind_name)),
        link=address,
        unique_id=address,
        description=escape(UNFIT.sub("", travelling_summary(item))) or None,
        pubdate=timezone.localtime(item.posted_at),
        updateddate=timezone.localtime(updated_at(item)),
        categories=[kind_name, item.unit.name],
        author_name=item.unit.name,
    )


def updated_at(item: Disclosure) -> datetime.datetime:
    """When its last step was taken."""
    return max(at for at in (item.posted_at, item.concluded_at, item.withdrawn_at) if at)


def feed_title(school: str, filters: Filters | None = None) -> str:
    """The school and the conditions chosen. What was searched for is left out: it may be a person's name."""
    chosen = filters.chosen if filters else {}
    labels = [filters.label(name) for name in chosen if name not in ("q", "sort")] if filters else []
    searched = [_("saved search")] if "q" in chosen else []
    return " · ".join([_("%(school)s: school-affairs disclosure") % {"school": school}, *labels, *searched])
