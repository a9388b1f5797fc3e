"""Everything the review page shows."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import User
from apps.desk.checking import checks_of
from apps.desk.comparing import comparison_of
from apps.desk.forms import GROUNDS, OpinionForm
from apps.desk.seating import opinions_for, seats_of
from apps.disclosures.models import Disclosure
from apps.disclosures.opinions import Review
from apps.disclosures.publicity import expected_period, period_of
from apps.disclosures.states import OPINIONS, State
from apps.disclosures.workflow import open_steps
from apps.organization.roles import acting_as


def review_page(item: Disclosure, member: User, form: OpinionForm) -> dict[str, Any]:
    """The context of the review page for this member; `item` is the kind's own row."""
    review, period = Review(item), period_of(item) or expected_period(item)
    steps = [(step, reasons) for step, reasons in open_steps(item, member) if step.name in OPINIONS]
    choices = [step for step, reasons in steps if not reasons]
    return {
        "item": item,
        "period": period,
        "detail": f"{item.kind}/detail.html",
        "is_open": item.state == State.IN_REVIEW,
        "review": review,
        "seats": seats_of(review, member),
        "mine": review.opinion_of(member),
        "opinions": opinions_for(review, member),
        "checks": checks_of(item, period),
        "comparison": comparison_of(item),
        "choices": choices,
        "may_return": any(step.needs_reason for step in choices),
        "refusals": list(dict.fromkeys(reason for _step, reasons in steps for reason in reasons)),
        "grounds": GROUNDS,
        "form": form,
        "role": acting_as(member, "disclosures.endorse", item.unit),
    }
