"""What can be done on the page of a duty beside writing for it: one form each, every refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.disclosures.addresses import office_address
from apps.disclosures.models import Disclosure
from apps.disclosures.states import READABLE, State
from apps.disclosures.workflow import Refused
from apps.duties import placing
from apps.duties.exempting import draft_exemption, exemption_under_way
from apps.duties.models import Duty
from apps.duties.proposals import proposed
from apps.dutywork.rows import OPEN
from apps.dutywork.seeing import may_draft
from apps.organization.roles import allows

LONGEST = 1_000


class DeedForm(forms.Form):
    """For this duty and this person; a deed without fields has only its button."""

    def __init__(self, duty: Duty, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty, self.user = duty, user
        if "item" in self.fields:
            field: Any = self.fields["item"]
            field.queryset = self.choices()

    def choices(self) -> QuerySet[Disclosure]:
        raise NotImplementedError("a deed with an item says among which")


class ItemField(forms.ModelChoiceField):
    """One of some items, each with its number or its state."""

    def __init__(self, **kwargs: Any) -> None:
        missing = _("Choose an item.")
        errors = {"required": missing, "invalid_choice": missing}
        widget = forms.Select({"class": "form-select"})
        super().__init__(None, label=_("Item"), widget=widget, error_messages=errors, **kwargs)

    def label_from_instance(self, item: Disclosure) -> str:
        return f"{item.register_no or item.get_state_display()} {item.title}"


def why_field(label: Promise | str, hint: Promise | str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
        error_messages={
            "required": _("Write it down."),
            "max_length": _("Too long: at most %(limit_value)d characters, and there are %(show_value)d."),
        },
    )


class AttachForm(DeedForm):
    item = ItemField()

    def choices(self) -> QuerySet[Disclosure]:
        """Drafts of the matter that are for no other duty, where this person writes."""
        drafts = Disclosure.objects.workable_by(self.user).filter(
            state=State.DRAFT, heading=self.duty.heading, school=self.duty.school, placement=None
        )
        return drafts.order_by("-pk")


class ExemptForm(DeedForm):
    reason = why_field(
        _("Why it does not apply"),
        _("Everybody will read it. The supervision group decides on it as on every item."),
    )


class MoveForm(DeedForm):
    item = ItemField(help_text=_("Posted items of this matter that are for another period, or for none."))
    reason = why_field(_("Why it belongs here"))

    def choices(self) -> QuerySet[Disclosure]:
        items = Disclosure.objects.workable_by(self.user).filter(
            state__in=READABLE, heading=self.duty.heading, school=self.duty.school, replaces=None
        )
        return items.exclude(placement__duty=self.duty).order_by("-posted_at")


class ProposedForm(DeedForm):
    """For a proposal that stands; the item comes with the button."""

    item = forms.ModelChoiceField(
        None,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Nothing is proposed for this item any more. Open its page again.")
        ),
    )

    def choices(self) -> QuerySet[Disclosure]:
        items = proposed().filter(duty=self.duty).order_by().values("disclosure")
        return Disclosure.objects.workable_by(self.user).filter(pk__in=items)


@dataclass(frozen=True)
class Deed:
    """What somebody can do: its words, its form, when it is offered, and what it does and says afterwards."""

    name: str
    label: Promise | str
    hint: Promise | str
    form: type[DeedForm]
    is_offered: Callable[[Duty, User], bool]
    do: Callable[[DeedForm], str]
    """Returns where to go on, or nothing for the page of the duty. Raises Refused."""
    after: Promise | str


def _attach(form: DeedForm) -> str:
    placing.choose(form.cleaned_data["item"], form.duty, actor=form.user)
    return ""


def _exempt(form: DeedForm) -> str:
    return office_address(draft_exemption(form.duty, actor=form.user, reason=form.cleaned_data["reason"]))


def _propose(form: DeedForm) -> str:
    data = form.cleaned_data
    placing.propose_move(data["item"], form.duty, actor=form.user, reason=data["reason"])
    return ""


def _confirm(form: DeedForm) -> str:
    placing.confirm_move(form.cleaned_data["item"], actor=form.user)
    return ""


def _drop(form: DeedForm) -> str:
    placing.drop_move(form.cleaned_data["item"], actor=form.user)
    return ""


def _is_open(duty: Duty) -> bool:
    return duty.lifted_at is None and duty.condition in OPEN


def _may_move(duty: Duty, user: User) -> bool:
    return allows(user, "duties.reattach", duty.unit)


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            "attach",
            _("Use a draft that waits"),
            _("A draft of the same matter that is for no duty yet."),
            AttachForm,
            lambda duty, user: _is_open(duty) and may_draft(user, duty),
            _attach,
            _("The draft is for this duty now."),
        ),
        Deed(
            "exempt",
            _("It does not apply this time"),
            _("This drafts a public statement with your reason. Posted, it settles the duty as not applicable."),
            ExemptForm,
            lambda duty, user: (
                _is_open(duty) and allows(user, "disclosures.draft", duty.unit) and not exemption_under_way(duty)
            ),
            _exempt,
            _("The statement is drafted. Read it, then submit it."),
        ),
        Deed(
            "move",
            _("Propose to move an item here"),
            _("For an item that counts for the wrong period. A second person has to confirm it."),
            MoveForm,
            lambda duty, user: duty.lifted_at is None and _may_move(duty, user),
            _propose,
            _("The move is proposed. A second person has to confirm it."),
        ),
        Deed("confirm", _("Confirm the move"), "", ProposedForm, _may_move, _confirm, _("The item is moved.")),
        Deed("drop", _("Leave it where it is"), "", ProposedForm, _may_move, _drop, _("The item stays where it was.")),
    )
}
FOLDED = ("attach", "exempt", "move")
"""The deeds that stand below one another; the others stand beside the proposal they are about."""


def offered(duty: Duty, user: User) -> list[tuple[Deed, DeedForm]]:
    """The deeds that are open to this person now, each with an empty form; not one with nothing to choose from."""
    found = [(DEEDS[name], DEEDS[name].form(duty, user)) for name in FOLDED if DEEDS[name].is_offered(duty, user)]
    return [(deed, form) for deed, form in found if "item" not in form.fields or form.choices().exists()]


def perform(deed: Deed, form: DeedForm) -> str | None:
    """Where to go on; None when it was refused, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        return deed.do(form) or reverse("dutywork:duty", args=[form.duty.pk])
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
    return None
