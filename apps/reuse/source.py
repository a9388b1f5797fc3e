"""Whose data this is and what one may do with it: said the same on every way out."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.board.portal import Portal
from apps.disclosures import dates
from apps.disclosures.addresses import absolute


def licence() -> str:
    """What one may do with it."""
    return _(
        "You may copy, share and analyse public items free of charge. Name the school and the register number, "
        "do not change what an item says, and do not use the names of people for another purpose."
    )


def source_lines() -> list[str]:
    """Where an export comes from and when it was made; the first line names the school."""
    return [
        _("%(school)s: school-affairs disclosure") % {"school": Portal().name},
        absolute(reverse("board:home")),
        _("Made on %(moment)s") % {"moment": dates.full_moment(timezone.now())},
        licence(),
        _("What each column means: %(address)s") % {"address": absolute(reverse("reuse:dictionary"))},
    ]


def licence_link() -> str:
    """The header that carries the same to a machine."""
    return f'<{absolute(reverse("reuse:dictionary"))}#licence>; rel="license"'
