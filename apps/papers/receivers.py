"""How papers follow the road of an item without standing in its way."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from apps.disclosures.content import public_content_of
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.signals import remarks_requested, step_taken
from apps.disclosures.states import READABLE
from apps.disclosures.templatetags.portal import listed
from apps.papers import glyphs
from apps.papers.printing import NotPrinted, check_fonts
from apps.papers.tasks import prepare


@receiver(step_taken)
def print_ahead(sender: Any, item: Disclosure, event: Event, **kwargs: Any) -> None:
    """After a step that changes what a paper says; the step is over and cannot fail any more."""
    if item.state in READABLE and event.from_state != event.to_state:
        prepare.enqueue(item.pk)


@receiver(remarks_requested)
def characters_that_cannot_be_printed(sender: Any, item: Disclosure, **kwargs: Any) -> list[str]:
    """Rare characters, told while the text can still be changed."""
    try:
        check_fonts()
    except NotPrinted as reason:
        return [str(reason)]
    rare = glyphs.lacking(str(public_content_of(item)))
    if not rare:
        return []
    shown = listed(f"{char} (U+{ord(char):04X})" for char in rare)
    return [_("Posters cannot print %(characters)s: a box stands there. The page shows them.") % {"characters": shown}]
