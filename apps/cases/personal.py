"""Personal data in a text that is about to be public: telephone, identity and card numbers, addresses, known names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1[ .-]?[3-9](?:[ .-]?\d){9}(?!\d)")
CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"


def personal_data_in(text: str, names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Pairs (the words found, what they look like); full-width digits and dashes are read as plain ones."""
    text = unicodedata.normalize("NFKC", text)
    for found in IDENTITY_NUMBER.findall(text):
        if is_identity_number(found):
            yield found, _("an identity number")
    for pattern, what in (
        (MOBILE, _("a telephone number")),
        (EMAIL, _("an e-mail address")),
    ):
        for found in pattern.findall(text):
            yield found, what
    for found in CARD.findall(text):
        if not is_identity_number(found) and passes_luhn(found):
            yield found, _("a card number")
    for name in names:
        if name in text:
            yield name, _("the name of a person")


def is_identity_number(number: str) -> bool:
    """Whether the check sign of an 18-digit identity number fits (ISO 7064 MOD 11-2)."""
    if len(number) != len(WEIGHTS) + 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECK_SIGNS[total % 11] == number[-1].upper()


def passes_luhn(number: str) -> bool:
    """Whether the digits add up as those of a bank card do."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
