"""The forms of the counter. What may be filed is decided by the domain; here stands how it is asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cases.codes import new_secret
from apps.cases.filing import Filing, name_is_required, problems
from apps.cases.models import Application, Identity
from apps.cases.models.case import LONGEST
from apps.cases.types import Concern, Type
from apps.counter.letters import MAIN, Written
from apps.counter.wording import PAST_THEM, WORDS
from apps.disclosures.models import Disclosure
from apps.organization.models import Unit

ACCEPTED = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx"
SHORT = {"class": "form-control form-control--short"}
ANONYMOUS, NAMED = "anonymous", "named"


def options(pairs: Iterable[Any]) -> list[tuple[str, SafeString]]:
    """Choices as they are printed."""
    return [(value, format_html("<b>{}</b>", capfirst(name))) for value, name in pairs]


def explained(value: str, name: Any, what: Any) -> tuple[str, SafeString]:
    """A choice that says in a second line what it means."""
    return value, format_html("<b>{}</b><span>{}</span>", capfirst(name), what)


def kinds() -> list[tuple[str, SafeString]]:
    """What a writer may say they are."""
    return options(Identity.Kind.choices)


def concerns() -> list[tuple[str, SafeString]]:
    """Whom it may be about, and past whom it then goes."""
    return [explained(concern, concern.label, PAST_THEM[concern]) for concern in Concern]


def ways_of_signing() -> list[tuple[str, SafeString]]:
    """With a name or without, and what either means."""
    return [
        explained(ANONYMOUS, _("Anonymous"), _("You leave no name. You follow the case with the receipt code.")),
        explained(
            NAMED,
            _("With my name"),
            _("Nobody sees it unless two people agree and give a reason. You are shown that, and why."),
        ),
    ]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Files chosen at once; the domain looks into them."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [upload for upload in data or [] if upload]


class CaseForm(forms.Form):
    """What every type of case asks."""

    text = Written(error_messages={"required": gettext_lazy("Nothing is written yet. Write what it is about.")})
    files: Any = Files(
        required=False,
        label=gettext_lazy("Photos or papers"),
        help_text=gettext_lazy(
            "Up to 5 files of 10 MB each: JPG, PNG, PDF, DOCX or XLSX. "
            "Cover the numbers of identity cards and telephones."
        ),
        widget=SeveralFiles(attrs={**MAIN, "accept": ACCEPTED}),
    )
    concern = forms.ChoiceField(
        choices=concerns,
        initial=Concern.NOBODY,
        label=gettext_lazy("Whom it is about"),
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(choices=kinds, required=False, label=gettext_lazy("You are"), widget=forms.RadioSelect)
    signing = forms.ChoiceField(
        choices=ways_of_signing,
        initial=ANONYMOUS,
        label=gettext_lazy("With or without your name"),
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Kept only if you chose “With my name”."),
        widget=forms.TextInput(attrs={**SHORT, "autocomplete": "name"}),
    )
    contact = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Telephone or address"),
        widget=forms.TextInput(attrs={**SHORT, "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail, to tell you when something changes"),
        help_text=gettext_lazy(
            "It is used for nothing else. We send a link first; nothing more comes until you have opened it."
        ),
        widget=forms.EmailInput(attrs={**SHORT, "autocomplete": "email"}),
    )
    may_publish = forms.BooleanField(required=False)
    secret = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("A secret word of your own"),
        help_text=gettext_lazy(
            "You need it with the receipt code to read the answer. Leave it empty and you get a number."
        ),
        widget=forms.TextInput(attrs={**SHORT, "autocomplete": "off"}),
    )
    form_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
    number = forms.RegexField(r"^[0-9]{6}$", initial=new_secret, widget=forms.HiddenInput)
    """The number of the slip, if the writer chooses no word. It travels with the form, so that whoever pressed the
    button twice still gets it: a browser shows only the second answer."""

    def __init__(self, *args: Any, type: Type, school: Unit, item: Disclosure | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.type, self.school, self.item = type, school, item
        self.needs_name = name_is_required(type, item)
        words, text = WORDS[type], self.fields["text"]
        text.label = str(words.label)
        text.help_text = _("%(hint)s 10 to %(most)d characters.") % {"hint": words.hint, "most": LONGEST}
        if self.needs_name:
            del self.fields["signing"]
            self.fields["name"].help_text = ""
            self.fields["name"].required = self.fields["contact"].required = True

    def clean(self) -> dict[str, Any]:
        """All that has to be put right, said at once: what was left out here, and what the domain has against it."""
        given = super().clean() or {}
        found = problems(self.filing)
        if given.get("signing") == NAMED:
            left_out = _("You chose “With my name”: fill this in, or choose “Anonymous”.")
            found += [(field, left_out) for field in ("name", "contact") if not given.get(field)]
        for field, sentence in found:
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, sentence)
        return given

    @property
    def filing(self) -> Filing:
        """What the domain is asked to receive."""
        given = self.cleaned_data
        return Filing(
            self.type,
            self.school,
            given.get("text", ""),
            disclosure=self.item,
            secret=self.chosen_secret,
            identity=self._identity(),
            files=given.get("files", []),
            concern=given.get("concern", Concern.NOBODY),
            may_publish=given.get("may_publish", False),
            application=self._application(),
        )

    @property
    def chosen_secret(self) -> str:
        """The writer's own word, or the number of the slip."""
        return self.cleaned_data.get("secret") or self.cleaned_data.get("number", "")

    def _identity(self) -> dict[str, str]:
        """What the writer said of themselves; a name that was typed and then not chosen is not kept."""
        is_named = self.needs_name or self.cleaned_data.get("signing") == NAMED
        kept = ("name", "contact", "kind", "email") if is_named else ("kind", "email")
        return {name: self.cleaned_data.get(name, "") for name in kept}

    def _application(self) -> dict[str, str] | None:
        return None


class ApplicationForm(CaseForm):
    """What the law asks of an application besides (条例第29条)."""

    PARTS = ("applicant_kind", "purpose", "form_wanted", "delivery")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        widgets: dict[str, Any] = {name: forms.RadioSelect for name in self.PARTS if name != "purpose"}
        parts: dict[str, Any] = forms.fields_for_model(Application, fields=self.PARTS, widgets=widgets)
        for name, field in parts.items():
            if isinstance(field, forms.ChoiceField):
                field.choices = options(Application._meta.get_field(name).choices or [])
            else:
                field.widget.attrs.update(MAIN)
            self.fields[name] = field

    def _application(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.PARTS}
