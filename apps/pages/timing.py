"""When a heading is due, in words: the codes of the catalogue's time limits as a reader understands them."""

from __future__ import annotations

import re

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Heading

EVENTS = {
    "admission_decided": _("admission is decided"),
    "adoption": _("it is adopted"),
    "appointment": _("the appointment"),
    "approval": _("the authority's approval"),
    "archiving": _("it is filed"),
    "branch_decision": _("the branch decides"),
    "change": _("a change"),
    "charging": _("charging"),
    "contract_signed": _("the contract is signed"),
    "disposal": _("the disposal"),
    "draw": _("the draw"),
    "evaluation_report": _("the evaluation report"),
    "formed_or_changed": _("the information is made or changed"),
    "issue": _("issue"),
    "meeting": _("the meeting"),
    "month_end": _("the end of the month"),
    "payment": _("payment"),
    "procurement_start": _("the procurement begins"),
    "quarter_end": _("the end of the quarter"),
    "receipt": _("receipt"),
    "reply_due": _("the day the reply is due"),
    "report_upward": _("it is reported upward"),
    "review": _("the review"),
    "school_year_start": _("the school year begins"),
    "session": _("the session"),
    "term_end": _("the end of term"),
    "week_end": _("the end of the week"),
    "week_start": _("the week begins"),
    "winner_determined": _("the winner is determined"),
    "works_start": _("the works begin"),
}
FORMS = {
    "working_days_after": _("within %(days)s working days after %(event)s"),
    "working_days_before": _("at least %(days)s working days before %(event)s"),
    "calendar_days_after": _("within %(days)s days after %(event)s"),
    "calendar_days_before": _("at least %(days)s days before %(event)s"),
    "after": _("after %(event)s"),
    "before": _("before %(event)s"),
    "before_and_after": _("before and after %(event)s"),
    "on": _("on %(event)s"),
    "by": _("by %(event)s"),
}
DAY = re.compile(r"(\d{1,2})-(\d{1,2})")


def time_limit(heading: Heading) -> str:
    """The time limit of a heading in words; empty when it has none, or one in words of the office that we do not know.

    Numbers are the catalogue's own (regulations.md §10); a number is left out together with a code it cannot stand in.
    """
    form, _colon, event = heading.time_limit_basis.partition(":")
    if form == "ongoing":
        return str(_("at any time"))
    words = EVENTS.get(event) or _day(event)
    if form not in FORMS or not words or ("days" in form and not heading.time_limit_days):
        return ""
    return str(FORMS[form]) % {"days": heading.time_limit_days, "event": words}


def _day(code: str) -> str:
    """A day of every year, such as 10-31."""
    found = DAY.fullmatch(code)
    try:
        return date_format(localdate().replace(2024, *map(int, found.groups())), "MONTH_DAY_FORMAT") if found else ""
    except ValueError:
        return ""
