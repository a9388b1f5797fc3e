"""Items named by their register number, for whoever may read them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.organization.models import Unit


def item_numbered(typed: str, school: Unit, reader: User) -> Disclosure | None:
    """The item with the number that was typed; None without one. Raises ValidationError with a sentence."""
    if not typed:
        return None
    found = re.search(r"(\d{4})\D+(\d{1,6})(?!\d)", typed)
    items = Disclosure.objects.visible_to(reader).filter(school=school)
    item = found and items.filter(register_year=found[1], register_serial=found[2]).first()
    if not item:
        raise forms.ValidationError(_("There is no item with this number. Look at the item and copy it."))
    return item


def items_for(reader: User, keys: Iterable[int | None]) -> dict[int, Disclosure]:
    """Those of these items that the person may read, by key."""
    return Disclosure.objects.visible_to(reader).in_bulk([key for key in keys if key])
