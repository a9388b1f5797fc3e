"""The one reading of the register's address: which replies are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.board.filters import SAID_BACK
from apps.board.options import Option, Options, terms, units
from apps.cases.models import Publication
from apps.cases.types import Finding, Type
from apps.replies.paging import Replies

AS_ON_BOARD = {
    "posted_at": F("published_at"),
    "school": F("case__school"),
    "unit": Coalesce("case__unit", "case__school"),
}
"""The names by which the board's options speak of a row. What no unit has handled belongs to the school."""
SHOWN = Q(case__hidden_for="")
"""By what a hidden reply says, or found, it is not found."""


def types() -> Options:
    """Every type of case."""
    return {value: Option(str(label), Q(case__type=value), (value,)) for value, label in Type.choices}


def findings() -> Options:
    """Every finding; of a hidden reply nobody learns it."""
    return {value: Option(str(label), SHOWN & Q(case__finding=value), (value,)) for value, label in Finding.choices}


def years(reader: Any) -> Options:
    """The years in which something was published for this reader, the latest first."""
    found = Publication.objects.visible_to(reader).datetimes("published_at", "year", order="DESC")
    return {str(day.year): Option(str(day.year), Q(posted_at__year=day.year), (day.year,)) for day in found}


SOURCES: dict[str, Callable[[], Options]] = {"type": types, "unit": units, "term": terms, "finding": findings}


class Filters(forms.Form):
    """The conditions of the register, read from a mapping of strings; what is not known is left out and said so."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Responsible unit"), required=False)
    term = forms.ChoiceField(label=gettext_lazy("Term"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    finding = forms.ChoiceField(label=gettext_lazy("Finding"), required=False)

    def __init__(self, data: Mapping[str, str], *, reader: Any) -> None:
        super().__init__(dict(data.items()))
        self.options = {"year": years(reader), **{name: source() for name, source in SOURCES.items()}}
        for name, options in self.options.items():
            choices = [(value, option.label) for value, option in options.items()]
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
        self.remarks = [self._sentence(name) for name in self.errors]
        self.errors.clear()  # said above the form; a field that shows everything is not wrong

    def _sentence(self, name: str) -> str:
        return _("“%(value)s” is not known under “%(label)s”, so this condition was left out.") % {
            "value": Truncator(self.data[name]).chars(SAID_BACK),
            "label": self.fields[name].label,
        }

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The known conditions as they stand in an address."""
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name))}

    def url(self, **more: object) -> str:
        """The page of this list, with a place in it if one is given."""
        values: dict[str, Any] = {**self.chosen, **more}
        return reverse("replies:register") + (f"?{urlencode(values)}" if values else "")

    def narrow(self, replies: Replies) -> Replies:
        """Of the replies given, those that meet every condition."""
        replies = replies.annotate(**AS_ON_BOARD)
        if words := self.chosen.get("q"):
            replies = replies.filter(SHOWN, Q(question__icontains=words) | Q(answer__icontains=words))
        return replies.filter(*(self.options[name][value].where for name, value in self.chosen.items() if name != "q"))

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        shown = [Field(name, wrapper_class="field") for name in self.fields]
        button = StrictButton(_("Show"), type="submit", css_class="btn-primary")
        helper.layout = Layout(Div(*shown, button, css_class="filters"))
        return helper
