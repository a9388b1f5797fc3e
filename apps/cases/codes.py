"""The receipt code: short enough to read over the telephone, too many to guess, with a digit that finds a slip."""

from __future__ import annotations

import secrets
import unicodedata

from django.contrib.auth.hashers import check_password, make_password

ALPHABET = "23456789ACDEFHJKMPRTWXY"
"""Twenty-three signs, a prime: without 0 O Q, 1 I L, B (8), S (5), Z (2), G (6), U V, and N that sounds like M."""
LENGTH = 8
GROUP = 4
DIGITS_OF_SECRET = 6

_NOBODYS_SECRET = make_password("nobody")


def new_code() -> str:
    """A code of eight signs and a check sign."""
    body = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    return body + _check_sign(body)


def new_secret() -> str:
    """A number for the slip, when the writer chooses no word."""
    return "".join(secrets.choice("0123456789") for _digit in range(DIGITS_OF_SECRET))


def shown(code: str) -> str:
    """In groups, as printed on the slip: K7MX-2ATP-J."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """The code as it is kept, from what somebody typed; empty when it cannot be one."""
    code = "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())
    is_code = len(code) == LENGTH + 1 and set(code) <= set(ALPHABET) and _check_sign(code[:-1]) == code[-1]
    return code if is_code else ""


def opens(secret: str, kept: str) -> bool:
    """Whether the secret fits; for an unknown case (`kept` empty) the same work is done in vain."""
    return check_password(secret, kept or _NOBODYS_SECRET) and bool(kept)


def _check_sign(body: str) -> str:
    """A weighted sum by a prime: shows every single wrong sign and any two exchanged."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]
