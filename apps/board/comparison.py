"""What a correction changed, as the public reads it."""

from __future__ import annotations

from apps.disclosures.content import Change, changes, public_content_of
from apps.disclosures.models import Disclosure


def public_changes(before: Disclosure, after: Disclosure) -> list[Change]:
    """Field by field and line by line, in the portal's own language."""
    return changes(public_content_of(before), public_content_of(after))
