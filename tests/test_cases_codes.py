"""The receipt code: read over the telephone, mistyped, and tried by somebody who has none."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from apps.cases import codes
from apps.cases.filing import find
from tests.casing import filed

CODES = st.text(codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH).map(
    lambda body: body + codes._check_sign(body)
)
PLACES = st.integers(0, codes.LENGTH)
calls: list[str] = []


class CountingHasher(MD5PasswordHasher):
    """Says how often the work of hashing is done."""

    algorithm = "counting"

    def encode(self, password: str, salt: str) -> str:
        calls.append(password)
        return super().encode(password, salt)


@given(code=CODES, place=PLACES, sign=st.sampled_from(codes.ALPHABET))
def test_one_wrong_sign_is_found(code, place, sign):
    other = code[:place] + sign + code[place + 1 :]
    assert codes.read(other) == ("" if other != code else code)


@given(code=CODES, one=PLACES, other=PLACES)
def test_two_signs_exchanged_are_found(code, one, other):
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    assert codes.read("".join(signs)) == (code if "".join(signs) == code else "")


@given(code=CODES)
def test_code_is_read_as_it_is_shown_however_it_is_typed(code):
    shown = codes.shown(code)
    assert {codes.read(typed) for typed in (shown, shown.lower(), shown.replace("-", " "), f" {code} ")} == {code}


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    assert codes.read(typed) == "" or len(codes.read(typed)) == codes.LENGTH + 1


def test_new_codes_are_codes():
    assert all(codes.read(code) == code for code in (codes.new_code() for _ in range(200)))


def test_no_sign_looks_like_another():
    assert not set("0O1ILBU") & set(codes.ALPHABET)


def test_alphabet_has_a_prime_number_of_signs():
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 23


@pytest.fixture
def counted(settings, monkeypatch):
    """Every secret hashed by a hasher that counts, the one of nobody too, as it would be made at the start."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    monkeypatch.setattr(codes, "_NOBODYS_SECRET", codes.make_password("nobody"))
    return calls


@pytest.mark.parametrize("secret", ["000000", "", "x" * 500, "石榴花开"])
def test_wrong_and_unknown_codes_take_the_same_work(cast, counted, secret):
    case = filed("opinion", cast, secret="right-word")
    unknown = next(code for code in iter(codes.new_code, "") if code != case.code)
    work = []
    for code in (case.code, unknown, "not a code"):
        counted.clear()
        assert find(code, secret) is None
        work.append(list(counted))
    assert work == [[secret]] * 3
