"""What the public pages read of a reply: never the letter, its writer, or a file."""

from __future__ import annotations

from apps.replies.measures import days_taken
from apps.replies.paging import Replies

BESIDE = ("case__unit", "case__school", "case__disclosure")
COLUMNS = (
    "question", "answer", "published_at", "case__type", "case__received_at", "case__decided_at", "case__finding",
    "case__hidden_for", "case__extended_days", "case__unit__name", "case__school__name", "case__disclosure__title",
    "case__disclosure__register_year", "case__disclosure__register_serial",
)  # fmt: skip


def rows(replies: Replies) -> Replies:
    """The query with only the columns that are shown, and how many working days each took, in one question."""
    return (
        replies.with_course()
        .select_related(*BESIDE)
        .only(*COLUMNS)
        .annotate(days=days_taken("case__received_at", "case__decided_at"))
    )
