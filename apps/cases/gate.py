"""The gate of a publicity period: it is not concluded while an objection is open, and its outcome is counted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from apps.cases.models import Case
from apps.cases.querysets import CaseQuerySet
from apps.cases.states import State
from apps.cases.types import Finding
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import Result
from apps.disclosures.signals import result_requested, step_requested
from apps.disclosures.states import Outcome
from apps.disclosures.workflow import Step


@receiver(step_requested)
def no_open_objection(sender: Any, *, item: Disclosure, step: Step, **others: Any) -> list[str]:
    """An objection that was filed in time is decided before the item concludes; how many there are is not said."""
    if step.name != "conclude" or item.in_publicity:  # before its end the period alone is a reason, and says nothing
        return []
    if not Case.objects.against(item).open().exists():
        return []
    return [_("An objection to this item is not decided yet. The period is concluded when it is.")]


@receiver(result_requested)
def counted(sender: Any, *, item: Disclosure, **others: Any) -> Result:
    """The result is never chosen: it is what the objections say, in the portal's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return Result(outcome_of(item), statement(item))


def outcome_of(item: Disclosure) -> str:
    """What the publicity period ended with, counted from the objections: the gravest finding decides.

    One that was not accepted was still received: the outcome does not say that there was none.
    """
    findings = set(_decided(item).values_list("found", flat=True))
    for finding, outcome in (
        (Finding.UPHELD, Outcome.UPHELD),
        (Finding.DEFERRED, Outcome.DEFERRED),
        (Finding.DISMISSED, Outcome.DISMISSED),
    ):
        if finding in findings:
            return outcome
    was_declined = Case.objects.objections_to(item).filter(state=State.DECLINED).exists()
    return Outcome.DISMISSED if was_declined else Outcome.NO_OBJECTION


def statement(item: Disclosure) -> str:
    """The result of the publicity period in words, zero included."""
    cases = Case.objects.objections_to(item)
    total = cases.count()
    declined = cases.filter(state=State.DECLINED).count()
    if not total:
        return _("During the publicity period no objection was received.")
    decided = dict(_decided(item).values_list("found").annotate(count=Count("pk")))
    said = {name: decided.get(name, 0) for name in (Finding.UPHELD, Finding.DISMISSED, Finding.DEFERRED)}
    return _(
        "During the publicity period %(total)d objections were received: %(upheld)d upheld, %(dismissed)d not upheld, "
        "%(deferred)d deferred, %(declined)d not accepted, %(withdrawn)d taken back."
    ) % {
        "total": total,
        "upheld": said[Finding.UPHELD],
        "dismissed": said[Finding.DISMISSED],
        "deferred": said[Finding.DEFERRED],
        "declined": declined,
        "withdrawn": total - declined - sum(said.values()),
    }


def _decided(item: Disclosure) -> CaseQuerySet:
    """The objections with what was found."""
    return Case.objects.objections_to(item).with_decision().exclude(found="")
