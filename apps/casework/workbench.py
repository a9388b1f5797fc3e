"""Everything the page of a case shows: the case, its time, its history, and what this person can do in it."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst

from apps.accounts.models import User
from apps.cases.deadlines import deadline_of
from apps.cases.duties import Duty
from apps.cases.identities import identity_seen_by, request_of
from apps.cases.models import Case
from apps.cases.publishing import proposal_to_hide
from apps.cases.states import ANSWERED, State
from apps.cases.types import Finding
from apps.cases.workflow import STEPS, obstacles
from apps.casework.deeds import Deed, deeds_open_to, stamp_of
from apps.casework.forms import DeedForm
from apps.casework.rows import rows_of
from apps.casework.turns import whose_turn
from apps.casework.wording import history_of
from apps.disclosures.daygrid import runs_of


def page_of(case: Case, user: User, tried: str = "", form: DeedForm | None = None) -> dict[str, Any]:
    """The context of the page; `tried` and `form` are what was sent and refused."""
    (row,) = rows_of([case], user)
    offered = [(deed, empty(deed, case, user)) for deed in deeds_open_to(user, case)]
    deeds = [(deed, form if deed.name == tried and form else blank) for deed, blank in offered if not blank.is_idle()]
    deadline = deadline_of(case) if case.is_open else None
    return {
        "case": case,
        "row": row,
        "deadline": deadline,
        "skipped": runs_of(deadline.skipped) if deadline else [],
        "stamp": stamp_of(case),
        "deeds": deeds,
        "tried": tried,
        "form": form,
        "typed": form.typed if form and tried not in [deed.name for deed, _form in deeds] else [],
        "turn": whose_turn(case),
        "against": [] if deeds else _against(case, user),
        "history": history_of(case),
        "replies": [(reply, Finding(reply.finding).label) for reply in case.replies.select_related("drafted_by")],
        "is_checked_now": case.state == State.DRAFTED,
        "identity": identity_seen_by(case, user),
        "identity_request": request_of(case),
        "has_name": hasattr(case, "identity"),
        "publication": getattr(case, "publication", None),
        "hiding": proposal_to_hide(case),
        "is_answered": case.state in ANSWERED,
        "application": _application_of(case),
        "merged": Case.objects.seen_by(user).filter(merged_into=case.pk),
    }


def empty(deed: Deed, case: Case, user: User) -> DeedForm:
    """The form as it is first shown; each on the page has ids of its own."""
    return deed.form(case, user, auto_id=f"{deed.name}-%s")


def _against(case: Case, user: User) -> list[str]:
    """Why none of the steps that this state allows is this person's, each reason once."""
    steps = [
        step for step in STEPS.values() if case.state in step.sources and step.duty not in (Duty.WRITER, Duty.CLOCK)
    ]
    return list(dict.fromkeys(reason for step in steps for reason in obstacles(case, step, user)))


def _application_of(case: Case) -> list[tuple[str, str]]:
    """What an application for disclosure says besides its text, as pairs; empty for every other case."""
    found = getattr(case, "application", None)
    if not found:
        return []
    shown = {
        "applicant_kind": found.get_applicant_kind_display(),
        "purpose": found.purpose,
        "form_wanted": found.get_form_wanted_display(),
        "delivery": found.get_delivery_display(),
    }
    return [(capfirst(found._meta.get_field(name).verbose_name), value) for name, value in shown.items() if value]
