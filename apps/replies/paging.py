"""Pages of the register by key, with the cursors of the board: a published reply is a row that was posted."""

from __future__ import annotations

from django.db.models import F, QuerySet

from apps.board.paging import PER_PAGE, Cursor, Page
from apps.cases.models import Publication

Replies = QuerySet[Publication]


def page_of(replies: Replies, before: Cursor | None = None, after: Cursor | None = None) -> Page:
    """The newest replies, or those before (older than) or after (newer than) one of another page."""
    replies = replies.annotate(posted_at=F("published_at"))
    if after:
        nearest = list(replies.filter(after.newer).order_by("posted_at", "pk")[: PER_PAGE + 1])
        return Page(nearest[:PER_PAGE][::-1], has_older=True, has_newer=len(nearest) > PER_PAGE)
    if before:
        replies = replies.filter(before.older)
    found = list(replies.order_by("-posted_at", "-pk")[: PER_PAGE + 1])
    return Page(found[:PER_PAGE], has_older=len(found) > PER_PAGE, has_newer=bool(before))
