"""Saving a page: never over the old text, always beside it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.disclosures.richtext import sanitise
from apps.organization.roles import PERMISSIONS, memberships_of
from apps.pages.models import Page, Revision

PERMISSION = "pages.change_page"


@transaction.atomic
def save_text(page: Page, *, actor: User, seen: int, title: str, body: str, note: str) -> Revision:
    """Save the text that follows the version this person saw.

    Raises PermissionDenied without the role, IntegrityError when somebody saved in between.
    """
    return Revision.objects.create(
        page=page,
        number=seen + 1,
        title=title,
        body=sanitise(body),
        note=note,
        saved_at=timezone.now(),
        actor=actor,
        actor_name=actor.get_full_name(),
        actor_title=_title(actor),
    )


def _title(actor: User) -> str:
    """The unit and the role in which this person writes pages, as the public reads them."""
    with translation.override(settings.LANGUAGE_CODE):
        for membership in memberships_of(actor):
            if PERMISSION in PERMISSIONS[membership.role]:
                return f"{membership.unit} {membership.title}"
    raise PermissionDenied
