"""Saying that a duty does not apply: an item of its own that walks the normal road, so the same group decides it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.catalogue.models import Audience
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import READABLE, State
from apps.disclosures.workflow import Refused
from apps.duties.conditions import Condition
from apps.duties.models import Duty, Purpose
from apps.duties.placing import choose
from apps.organization.roles import allows


def reasons_against(duty: Duty, reason: str, actor: User) -> list[str]:
    """What speaks against drafting it, in sentences."""
    found = []
    if not allows(actor, "disclosures.draft", duty.unit):
        found.append(_("You do not have the role to write items of this unit."))
    judged = Duty.objects.owed().judged().filter(pk=duty.pk).first()
    if judged is None or judged.condition not in (Condition.DUE, Condition.MISSING):
        found.append(_("This duty is settled already. Open its page again."))
    if draft := exemption_under_way(duty):
        found.append(_("A statement is already under way: “%s”. Open it and go on with it.") % draft.title)
    if len(reason.strip()) < 10:
        found.append(_("Say why it does not apply, in at least 10 characters. Everybody will read it."))
    return found


def exemption_under_way(duty: Duty) -> Disclosure | None:
    """The statement that is drafted, in review or approved."""
    items = Disclosure.objects.filter(placement__duty=duty, placement__purpose=Purpose.EXEMPTS)
    return items.exclude(state__in=READABLE).order_by("id").first()


@transaction.atomic
def draft_exemption(duty: Duty, *, actor: User, reason: str) -> Disclosure:
    """Draft the public statement that a duty does not apply. Posted, it makes the duty not applicable; withdrawn, the
    duty is owed again. Raises Refused, with every reason."""
    locked = Duty.objects.select_for_update(of=("self",)).select_related("heading", "unit", "term").get(pk=duty.pk)
    if reasons := reasons_against(locked, reason, actor):
        raise Refused(reasons)
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Why this does not apply: %(duty)s") % {"duty": locked.title}
        summary = _("This was to be disclosed by %(day)s. It does not apply; the reason is given below.") % {
            "day": f"{locked.due_on:%Y-%m-%d}" if locked.due_on else locked.label
        }
    item = Disclosure.plain_kind()(
        unit=locked.unit,
        heading=locked.heading,
        title=title[:120],
        summary=summary,
        body=format_html("<p>{}</p>", reason.strip()),
        audience=Audience.PUBLIC,
        made_on=timezone.localdate(),
        drafter=actor,
        state=State.DRAFT,
    )
    item.save()
    record_writing(item, actor=actor)
    choose(item, locked, actor=actor, purpose=Purpose.EXEMPTS)
    return item
