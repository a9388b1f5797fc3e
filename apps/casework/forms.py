"""The forms of a case's page: one for each deed, with the fields that deed needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.cases import codes
from apps.cases.models import Case, Publication, Reply
from apps.cases.publishing import Hiding
from apps.cases.states import TO_BE_JOINED
from apps.cases.types import TYPES, Finding, Refusal, Type
from apps.casework.people import by_unit, people_of, possible_handlers
from apps.organization.models import Unit

LONGEST = 2_000


def words(label: Promise | str, hint: Promise | str = "", rows: int = 4, most: int = LONGEST, **options: Any) -> Any:
    """A field for several lines, which must be filled."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.Textarea({"class": "form-control", "rows": rows}),
        error_messages={
            "required": _("Write it down."),
            "max_length": _("Too long: at most %(limit_value)d characters, and there are %(show_value)d."),
        },
        **options,
    )


def one_of(label: Promise | str, choices: Any, missing: Promise | str) -> Any:
    """A field for one of a few, all in sight."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class DeedForm(forms.Form):
    """For this case and this person; a deed without fields has only its button."""

    def __init__(self, case: Case, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case and the person."""

    def choose(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def is_idle(self) -> bool:
        """Whether there is nothing to choose from, so that the deed is not offered."""
        return False

    @property
    def typed(self) -> list[str]:
        """What was written in it, for when its deed is not possible any more."""
        areas = [name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea)]
        return [self.data[name] for name in areas if self.data.get(name, "").strip()]


class DeclineForm(DeedForm):
    refusal = one_of(_("Why it is not accepted"), Refusal.choices, _("Choose why it is not accepted."))
    text = words(_("In words for the writer"), _("The writer reads this. Say what they can do instead."))


class HandlerForm(DeedForm):
    handler = forms.TypedChoiceField(
        label=_("Handler"),
        help_text=_("Nobody whom the case concerns is in this list."),
        coerce=int,
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose a handler."), "invalid_choice": _("Choose a handler from the list.")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        required=False,
        empty_label=_("the unit of the handler"),
        widget=forms.Select({"class": "form-select"}),
    )

    def prepare(self) -> None:
        self.people = possible_handlers(self.case)
        self.choose("handler", [("", _("Please choose")), *by_unit(self.people)])
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.under([self.case.school_id])

    def clean(self) -> dict[str, Any]:
        """The handler as a person, and their unit when none was chosen."""
        data = super().clean() or {}
        for person in self.people:
            if person.user.pk == data.get("handler"):
                data |= {"handler": person.user, "unit": data.get("unit") or person.unit}
        return data


class TransferForm(HandlerForm):
    text = words(_("Why it is handed on"), _("The next handler reads this."), rows=2)


class AskForm(DeedForm):
    text = words(_("The question"), _("The writer reads it with the receipt code. The time rests until they answer."))


class GoOnForm(DeedForm):
    text = words(_("Why you go on without the answer"), _("The writer reads this. The time runs again."), rows=2)


class ExtendForm(DeedForm):
    days = forms.IntegerField(
        label=_("By how many working days"),
        required=False,
        min_value=1,
        max_value=400,
        widget=forms.NumberInput({"class": "form-control form-control--short", "inputmode": "numeric"}),
    )
    until = forms.DateField(
        label=_("Or until this day"),
        required=False,
        widget=forms.DateInput({"class": "form-control form-control--short", "type": "date"}, format="%Y-%m-%d"),
    )
    text = words(_("Reason"), _("The writer reads it, and the public once the reply is published."), rows=2)

    def prepare(self) -> None:
        most = TYPES[Type(self.case.type)].extension - self.case.extended_days
        self.fields["days"].help_text = ngettext(
            "At most %(days)d working day more.", "At most %(days)d working days more.", most
        ) % {"days": most}

    def clean(self) -> dict[str, Any]:
        """One of the two ways, not both and not none."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("days")) == bool(data.get("until")):
            self.add_error("days", _("Give a number of working days or a day, one of the two."))
        return {name: value for name, value in data.items() if value}


class DraftForm(DeedForm):
    text = words(
        _("The reply"), _("The writer reads it when a second person has checked it."), 8, Reply.text.field.max_length
    )
    finding = one_of(_("What was found"), Finding.choices, _("Choose what was found."))

    def prepare(self) -> None:
        self.choose("finding", [(name, Finding(name).label) for name in TYPES[Type(self.case.type)].findings])
        if last := self.case.replies.last():
            self.initial = {"text": last.text, "finding": last.finding}


class SendBackForm(DeedForm):
    text = words(_("What should be different"), _("Whoever drafted it reads this."), rows=3)


class MergeForm(DeedForm):
    into = forms.ModelChoiceField(
        None,
        to_field_name="code",
        label=_("The open case that answers this one too"),
        empty_label=_("Please choose"),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose the open case that answers this one too.")},
    )

    def prepare(self) -> None:
        same = {name: getattr(self.case, name) for name in ("school", "type", "disclosure", "concern")}
        alike = Case.objects.seen_by(self.user).filter(**same, state__in=TO_BE_JOINED)
        into: Any = self.fields["into"]
        into.queryset = alike.exclude(pk=self.case.pk).order_by("received_at")
        into.label_from_instance = lambda case: f"{codes.shown(case.code)} {case.text[:40]}"

    def is_idle(self) -> bool:
        into: Any = self.fields["into"]
        return not into.queryset.exists()


class AskIdentityForm(DeedForm):
    reason = words(_("Why the name is needed"), _("A second person decides. The writer will read this reason."), rows=2)


class ConcernForm(DeedForm):
    about = forms.TypedMultipleChoiceField(
        label=_("Whom it names"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def prepare(self) -> None:
        self.choose("about", by_unit(people_of(self.case.school)))

    def clean_about(self) -> list[User]:
        return list(User.objects.filter(pk__in=self.cleaned_data["about"]))


class PublishForm(DeedForm):
    question = words(
        _("What was asked, in public words"),
        _("No name, class, telephone or anything else by which the writer could be known."),
        rows=3,
        most=Publication.question.field.max_length,
        required=False,
    )
    answer = words(_("The reply, in public words"), rows=8, most=Publication.answer.field.max_length)

    def prepare(self) -> None:
        if not self.case.may_publish:
            del self.fields["question"]
        if last := self.case.replies.last():
            self.initial = {"answer": last.text}

    def clean(self) -> dict[str, Any]:
        return {"question": "", **(super().clean() or {})}


class ProposeHidingForm(DeedForm):
    reason = one_of(_("Why it should be hidden"), Hiding.choices, _("Choose the reason. The public register shows it."))
