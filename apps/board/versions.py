"""Every posted version of a matter, from the first to the latest, as far as a reader may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.disclosures.models import Disclosure
from apps.disclosures.states import ON_BOARD, State


@dataclass(frozen=True)
class Version:
    """A version at its own address; `before` is the version it corrects, when the reader may compare the two."""

    item: Disclosure
    is_this: bool
    before: Disclosure | None

    @property
    def remarks(self) -> list[str]:
        """Whether it is the one being read, and whether it counts."""
        remarks = [(self.is_this, _("this page")), (self.holds, _("holds now")), (self.is_withdrawn, _("withdrawn"))]
        return [remark for applies, remark in remarks if applies]

    @property
    def is_withdrawn(self) -> bool:
        return self.item.state == State.WITHDRAWN

    @property
    def holds(self) -> bool:
        """It is the text that counts today."""
        return self.item.state in ON_BOARD

    @property
    def changes(self) -> str:
        """The address of the comparison; empty without one."""
        return reverse("board:changes", args=[self.item.number]) if self.before else ""


def versions_of(item: Disclosure, reader: Any) -> list[Version]:
    """The versions around an item, newest first; one query for each beside it, none for an item never corrected.

    The chain ends where a version is not for this reader: what lies behind it is not told either.
    """
    chain = [*reversed(_later(item, reader)), item, *_earlier(item, reader)]
    before: list[Disclosure | None] = [*chain[1:], None]
    return [
        Version(version, version is item, previous if previous and _have_texts(version, previous) else None)
        for version, previous in zip(chain, before, strict=True)
    ]


def _have_texts(*versions: Disclosure) -> bool:
    return all(version.state != State.WITHDRAWN for version in versions)


def _earlier(item: Disclosure, reader: Any) -> list[Disclosure]:
    """What it corrected, and what that one corrected; the nearest first."""
    if not item.replaces_id:
        return []
    found = Disclosure.objects.visible_to(reader).filter(pk=item.replaces_id).first()
    return [found, *_earlier(found, reader)] if found else []


def _later(item: Disclosure, reader: Any) -> list[Disclosure]:
    """What corrected it, and what corrected that one; the nearest first. Only a superseded item was corrected."""
    if item.state != State.SUPERSEDED:
        return []
    found = Disclosure.objects.visible_to(reader).filter(replaces=item.pk).first()
    return [found, *_later(found, reader)] if found else []
