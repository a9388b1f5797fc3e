"""The work a device does for a form: a key is derived again and again until its beginning fits.

altcha makes and checks the puzzle (its second format). The number to be found is drawn here from a narrow range, so
that no phone is unlucky; static/counter/guard.js looks for it.
"""

from __future__ import annotations

import datetime
import json
import secrets

import altcha
from django.utils import timezone
from django.utils.crypto import salted_hmac

from apps.counter.proofs import LASTS, Proof

COST = 5_000
"""Rounds of PBKDF2 a try."""
FEWEST, MOST = 15, 30
"""Tries until the key fits."""
LONGEST = 4_096
"""Characters of a solution; an honest one has 750."""


def new_challenge() -> str:
    """A puzzle as JSON, good for LASTS."""
    return json.dumps(
        altcha.create_challenge(
            "PBKDF2/SHA-256",
            COST,
            counter=FEWEST + secrets.randbelow(MOST - FEWEST + 1),
            expires_at=timezone.now() + LASTS,
            hmac_secret=_key("challenge"),
            hmac_key_secret=_key("solution"),
        ).to_dict()
    )


def solved(solution: str) -> Proof | None:
    """The proof that a puzzle of ours was solved in time; None for anything else."""
    if len(solution) > LONGEST:
        return None
    result = altcha.verify_solution(solution, _key("challenge"), hmac_key_secret=_key("solution"))
    if not result.verified:
        return None
    challenge = altcha.Payload.from_base64(solution).challenge
    ends_at = datetime.datetime.fromtimestamp(challenge.parameters.expires_at or 0, datetime.UTC)
    return Proof(challenge.signature or "", ends_at, is_worked_for=True)


def _key(use: str) -> str:
    return salted_hmac("apps.counter.puzzle", use, algorithm="sha256").hexdigest()
