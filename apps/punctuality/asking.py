"""The one reading of the directory's address: which school, term, unit and condition are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.board.filters import SAID_BACK
from apps.calendars.models import Term
from apps.duties.conditions import Condition
from apps.duties.models import Duty
from apps.duties.querysets import DutyQuerySet
from apps.organization.models import Unit

ALWAYS_ONE = ("school", "term")
"""Without a choice the first of them is shown, not all."""


class Asked(forms.Form):
    """The conditions, read from a mapping of strings; what is not known is left out and said so."""

    school = forms.ChoiceField(label=gettext_lazy("School"), required=False)
    term = forms.ChoiceField(label=gettext_lazy("Term"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Responsible unit"), required=False)
    condition = forms.ChoiceField(label=gettext_lazy("How it stands"), required=False)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(dict(data.items()))
        self.schools = {str(school.pk): school for school in Unit.objects.filter(level=Unit.Level.SCHOOL)}
        first = next(iter(self.schools.values()), None)
        self.shown_school: Unit | None = self.schools.get(self.data.get("school", ""), first)
        self.terms = begun_terms(self.shown_school)
        self.options = self._options()
        for name, options in self.options.items():
            choices = [(value, str(option)) for value, option in options.items()]
            every = [] if name in ALWAYS_ONE else [("", _("All"))]
            self.fields[name].choices = [*every, *choices]  # type: ignore[attr-defined]
        self.remarks = [self._sentence(name) for name in self.errors]
        self.errors.clear()  # said above the form; a field that shows everything is not wrong

    def _options(self) -> dict[str, dict[str, Any]]:
        """What each condition offers, by the value that stands in an address."""
        units = Unit.objects.under([self.shown_school.pk] if self.shown_school else [])
        return {
            "school": self.schools,
            "term": {term.name: term for term in self.terms},
            "unit": {str(unit.pk): unit for unit in units},
            "condition": {value: capfirst(label) for value, label in Condition.choices},
        }

    def _sentence(self, name: str) -> str:
        return _("“%(value)s” is not known under “%(label)s”, so this condition was left out.") % {
            "value": Truncator(self.data[name]).chars(SAID_BACK),
            "label": self.fields[name].label,
        }

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The known conditions as they stand in an address."""
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name))}

    @property
    def shown_term(self) -> Term | None:
        """The one asked for, else the running one; None before the school has entered its terms."""
        return self._found("term") or next(iter(self.terms), None)

    @property
    def shown_unit(self) -> Unit | None:
        """None for all of the school."""
        return self._found("unit")

    @property
    def shown_condition(self) -> str:
        """Empty for all."""
        return self.chosen.get("condition", "")

    def _found(self, name: str) -> Any:
        return self.options[name].get(self.chosen.get(name, ""))

    def _of_school(self) -> DutyQuerySet:
        """Of the school, or the unit, whether still owed or not."""
        if self.shown_school is None:
            return Duty.objects.none()
        duties = Duty.objects.of_school(self.shown_school)
        return duties.filter(unit=self.shown_unit) if self.shown_unit else duties

    def all_duties(self) -> DutyQuerySet:
        """What the school, or the unit, owes in any term."""
        return self._of_school().owed()

    def duties(self) -> DutyQuerySet:
        """What is owed in the term; before there are terms all of it."""
        return self.all_duties().in_term(self.shown_term) if self.shown_term else self.all_duties()

    def shown_duties(self) -> DutyQuerySet:
        """The same with those of the term that are no longer owed: their last day was in it."""
        if self.shown_term is None:
            return self.duties()
        days = self.shown_term.starts_on, self.shown_term.ends_on
        return self._of_school().in_term(self.shown_term).filter(Q(lifted_at=None) | Q(due_on__range=days))

    @property
    def is_among_several(self) -> bool:
        return len(self.schools) > 1

    @property
    def query(self) -> str:
        """These conditions as they stand in an address."""
        return f"?{urlencode(self.chosen)}" if self.chosen else ""

    @property
    def query_of_all(self) -> str:
        """The same for duties however they stand; never empty, since it stands alone in a link."""
        return f"?{urlencode({name: value for name, value in self.chosen.items() if name != 'condition'})}"

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        shown = [Field(name, wrapper_class="field") for name, options in self.options.items() if len(options) > 1]
        button = StrictButton(_("Show"), type="submit", css_class="btn-primary")
        helper.layout = Layout(Div(*shown, button, css_class="filters"))
        return helper


def begun_terms(school: Unit | None) -> list[Term]:
    """The terms of a school that have begun, the latest first: the one that runs, or the last before the holidays."""
    return list(Term.objects.filter(school=school, starts_on__lte=timezone.localdate()).order_by("-starts_on"))
