"""Publishing a reply, and hiding one: two acts, of which the second takes two people and a reason everybody reads."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.cases.duties import Duty, has_duty
from apps.cases.models import Case, Event, Identity, Publication
from apps.cases.personal import personal_data_in
from apps.cases.states import ANSWERED
from apps.cases.workflow import tell
from apps.disclosures.workflow import Refused


class Hiding(models.TextChoices):
    """Why a published reply is hidden: the register shows this word."""

    PERSONAL = "personal", gettext_lazy("it showed personal data")
    PUPILS = "pupils", gettext_lazy("it concerns pupils")
    WRONG = "wrong", gettext_lazy("it was wrong and is being written anew")
    WRITER = "writer", gettext_lazy("its writer asked for it")


@transaction.atomic
def publish(case: Case, *, actor: User, question: str, answer: str) -> Publication:
    """Let the public read question and reply, in words that show no person. Raises Refused."""
    locked = Case.objects.lock(case.pk)
    found = _not_theirs(locked, Duty.FIRST, actor)
    if locked.state not in ANSWERED:
        found.append(_("Only a reply that was sent can be published."))
    if Publication.objects.filter(case=locked).exists():
        found.append(_("It is published already."))
    if not locked.may_publish and question.strip():
        found.append(_("The writer did not agree to a summary: publish the reply only."))
    if not answer.strip():
        found.append(_("Write the reply in public words."))
    found += [
        _("“%(words)s” looks like %(what)s. Leave it out: everybody reads this.") % {"words": words, "what": what}
        for words, what in personal_data_in(f"{question}\n{answer}", _names(locked))
    ]
    if found:
        raise Refused(found)
    published = Publication.objects.create(case=locked, question=question, answer=answer, published_by=actor)
    tell(locked, "publish", actor=actor, duty=Duty.FIRST)
    return published


def proposal_to_hide(case: Case) -> Event | None:
    """The proposal to hide that waits for a second person; None when there is none."""
    last = case.events.filter(name__in=("propose_hiding", "drop_hiding", "hide")).last()
    return last if last and last.name == "propose_hiding" else None


@transaction.atomic
def propose_hiding(case: Case, *, actor: User, reason: str) -> Event:
    """Propose to hide the published reply for a typed reason. Raises Refused."""
    locked = Case.objects.lock(case.pk)
    found = _not_theirs(locked, Duty.FIRST, actor)
    if reason not in Hiding.values:
        found.append(_("Choose the reason. The public register shows it."))
    if locked.hidden_for or not Publication.objects.filter(case=locked).exists():
        found.append(_("There is nothing to hide."))
    if proposal_to_hide(locked):
        found.append(_("It is proposed already. A second person decides."))
    if found:
        raise Refused(found)
    return tell(locked, "propose_hiding", actor=actor, duty=Duty.FIRST, detail={"reason": reason})


@transaction.atomic
def hide(case: Case, *, actor: User) -> Case:
    """Hide it, as the second person. The register keeps the case and shows the reason. Raises Refused."""
    locked = Case.objects.lock(case.pk)
    proposed = proposal_to_hide(locked)
    found = _not_theirs(locked, Duty.SECOND, actor)
    if not proposed:
        found.append(_("Nobody has proposed to hide it."))
    elif proposed.actor_id == actor.pk:
        found.append(_("You proposed it; somebody else decides."))
    if found or not proposed:
        raise Refused(found)
    locked.hidden_for = proposed.detail["reason"]
    locked.save(update_fields=["hidden_for"])
    tell(locked, "hide", actor=actor, duty=Duty.SECOND, detail=proposed.detail)
    return locked


@transaction.atomic
def drop_hiding(case: Case, *, actor: User) -> Event:
    """Leave it published, as the second person or as who proposed it. Raises Refused."""
    locked = Case.objects.lock(case.pk)
    proposed = proposal_to_hide(locked)
    is_own = proposed is not None and proposed.actor_id == actor.pk
    found = [] if is_own else _not_theirs(locked, Duty.SECOND, actor)
    if not proposed:
        found.append(_("Nobody has proposed to hide it."))
    if found:
        raise Refused(found)
    return tell(locked, "drop_hiding", actor=actor, duty=Duty.FIRST if is_own else Duty.SECOND)


def _names(case: Case) -> set[str]:
    """Names that must not stand in the public words: the writer's, and those of the people it is about."""
    identity = Identity.objects.filter(case=case).first()
    return {name for name in [identity.name if identity else "", *case.about.values_list("name", flat=True)] if name}


def _not_theirs(case: Case, duty: Duty, actor: User) -> list[str]:
    return [] if has_duty(case, duty, actor) else [_("This is not yours to do.")]
