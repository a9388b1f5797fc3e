"""A question in words for whose browser runs no script: a sum of two small numbers."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.counter.proofs import LASTS, Proof

SALT = "apps.counter.question"

NUMBERS = (
    pgettext_lazy("number", "zero"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
)
SUMS: dict[str, tuple[object, Callable[[int, int], int]]] = {
    "plus": (gettext_lazy("How much is %(first)s plus %(second)s?"), lambda first, second: first + second),
    "minus": (gettext_lazy("How much is %(first)s minus %(second)s?"), lambda first, second: first - second),
    "larger": (gettext_lazy("Which number is larger, %(second)s or %(first)s?"), lambda first, second: first),
    "smaller": (gettext_lazy("Which number is smaller, %(first)s or %(second)s?"), lambda first, second: second),
    "after": (gettext_lazy("Which number comes after %(first)s?"), lambda first, second: first + 1),
}
"""Of two numbers, the first the larger one."""
WRITTEN = ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖")
DIGITS = {digit: value for row in WRITTEN for value, digit in enumerate(row)} | {"两": 2, "兩": 2, "": 0}


def new_question() -> tuple[str, str]:
    """A question in the reader's language, and the signed token that knows what it asks, good for LASTS."""
    form = secrets.choice(list(SUMS))
    second = 1 + secrets.randbelow(8)
    first = second + 1 + secrets.randbelow(9 - second)
    words, _sum = SUMS[form]
    asked = str(words) % {"first": NUMBERS[first], "second": NUMBERS[second]}
    return asked, signing.dumps([form, first, second, secrets.token_hex(8)], salt=SALT)


def answered(token: str, answer: str) -> Proof | None:
    """The proof that this question of ours was answered in time; None for anything else."""
    try:
        form, first, second, name = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    if number_in(answer) != SUMS[form][1](first, second):
        return None
    return Proof(f"question {name}", timezone.now() + LASTS, is_worked_for=False)


def number_in(answer: str) -> int | None:
    """The number that was typed: 12, １２, 十二 or 拾贰; None when it is none of these."""
    typed = unicodedata.normalize("NFKC", answer).strip(" .。").replace("拾", "十")
    if typed.isdecimal():
        return int(typed[:9])
    tens, ten, ones = typed.rpartition("十")
    if not typed or tens not in DIGITS or ones not in DIGITS:
        return None
    return 10 * (DIGITS[tens] or 1) + DIGITS[ones] if ten else DIGITS[ones]
