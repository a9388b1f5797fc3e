"""What a list can be narrowed by. Choices come in the address; what is unknown there is left out, and said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.board.portal import Portal, Shelf
from apps.catalogue.models import Audience, Heading
from apps.disclosures import badges
from apps.disclosures.audience import audiences_of
from apps.disclosures.models import Register
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.states import State
from apps.organization.models import Unit


@dataclass(frozen=True)
class Choice:
    """A state that a reader may ask for: its badge's word, and the items in it."""

    label: Promise | str
    narrow: Callable[[DisclosureQuerySet], DisclosureQuerySet]


STATES = {
    "live": Choice(badges.LIVE.label, lambda items: items.in_publicity()),
    "ended": Choice(badges.ENDED.label, lambda items: items.on_board().filter(publicity_ends_at__lte=timezone.now())),
    "corrected": Choice(badges.CORRECTED.label, lambda items: items.on_board().filter(replaces__isnull=False)),
    "withdrawn": Choice(badges.WITHDRAWN.label, lambda items: items.filter(state=State.WITHDRAWN)),
}


@dataclass(frozen=True)
class Chip:
    """A chosen condition, and the address of the list without it."""

    label: str
    without: str


class UnitField(forms.ModelChoiceField):
    home = ""

    def label_from_instance(self, unit: Any) -> str:
        """A department of another school than the portal's own carries the name of its school."""
        return unit.name if not unit.parent or unit.parent.name == self.home else f"{unit.parent} {unit.name}"


class Filters(forms.Form):
    """Plain GET; nothing is remembered."""

    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    unit = UnitField(Unit.objects.none(), label=gettext_lazy("Responsible unit"), required=False)
    heading = forms.ModelChoiceField(Heading.objects.none(), label=gettext_lazy("Catalogue heading"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Audience"), required=False)

    def __init__(self, request: Any, portal: Portal, shelf: Shelf) -> None:
        super().__init__(request.GET)
        years = Register.objects.order_by("-year").values_list("year", flat=True)
        self._offer("year", _("All years"), [(str(year), year) for year in years])
        self._offer("state", _("All states"), [(name, state.label) for name, state in STATES.items()])
        self._offer("audience", _("All you may read"), Audience.choices)
        self._offer_rows("unit", _("All units"), Unit.objects.select_related("parent"))
        self._offer_rows(
            "heading", _("All headings"), Heading.objects.filter(is_active=True, kind__in=(shelf.slug, ""))
        )
        self.fields["unit"].home = portal.name
        if not any(audiences_of(request.user)):
            del self.fields["audience"]
        self.unknown = [self._sentence(name) for name in self.errors]
        self.errors.clear()  # said above the form; a field that shows everything is not wrong

    def _offer(self, name: str, anything: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = [("", anything), *choices]

    def _offer_rows(self, name: str, anything: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset, self.fields[name].empty_label = rows, anything

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "get"
        helper.form_class = "filters"
        helper.attrs = {"aria-label": _("Narrow the list")}
        fields = [Field(name, wrapper_class="field") for name in self.fields]
        helper.layout = Layout(*fields, StrictButton(_("Show"), type="submit", css_class="btn-primary"))
        return helper

    @property
    def chosen(self) -> dict[str, str]:
        """The known conditions as they stand in an address."""
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}

    @property
    def chips(self) -> list[Chip]:
        return [Chip(self._label(name), self.address(without=name)) for name in self.chosen]

    def address(self, *, without: str = "", **more: object) -> str:
        """The query of an address with the chosen conditions and more."""
        kept = {name: value for name, value in self.chosen.items() if name != without}
        return f"?{urlencode({**kept, **more})}"

    def narrow(self, items: DisclosureQuerySet) -> DisclosureQuerySet:
        """Of the items given, those that are listed and meet every known condition."""
        chosen, state = self.cleaned_data, self.cleaned_data.get("state")
        items = STATES[state].narrow(items) if state else items.on_board()
        if chosen.get("year"):
            items = items.filter(posted_at__year=int(chosen["year"]))
        if chosen.get("unit"):
            items = items.filter(unit__in=Unit.objects.under([chosen["unit"].pk]))
        equal = {name: chosen[name] for name in ("heading", "audience") if chosen.get(name)}
        return items.filter(**equal)

    def _sentence(self, name: str) -> str:
        """That an unknown condition was left out."""
        return _("“%(value)s” is not known under “%(label)s”, so this condition was left out.") % {
            "value": self.data[name],
            "label": self.fields[name].label,
        }

    def _label(self, name: str) -> str:
        """What the reader chose in this field, as the field shows it."""
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, forms.ModelChoiceField):
            return field.label_from_instance(value)
        return str(dict(field.choices)[value])
