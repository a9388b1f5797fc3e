"""The one reading of a list's address. Pages, feeds and exports of "this list" all ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.board.options import SOURCES, Options, audiences
from apps.disclosures.querysets import DisclosureQuerySet
from apps.search.matching import matching
from apps.search.query import Query

BEST = "best"
SORTS = (("newest", gettext_lazy("Newest first")), (BEST, gettext_lazy("Best match first")))
SAID_BACK = 40
"""Characters of an unknown value that a sentence repeats."""


@dataclass(frozen=True)
class Chip:
    """A chosen condition, and the address of the list without it."""

    name: str
    label: str
    without: str


class Filters(forms.Form):
    """The conditions of a list, read from a mapping of strings such as request.GET; nothing is remembered.

    filters = Filters(request.GET, reader=request.user)          # kind="…" where the path names the kind
    filters.narrow(Disclosure.objects.visible_to(request.user))  # the items of this list, in no order
    filters.chosen, filters.address(), filters.url()             # the same list as a dict, "?kind=…&q=…", a page
    filters.remarks                                              # sentences: what of the address was left out

    `narrow`, `address` and `url` take other values in place of the chosen ones, an empty one to leave it out:
    narrow(items, unit="") is the list of all units, url(before=cursor) another page of this list.
    """

    q = forms.CharField(label=gettext_lazy("Search the items"), required=False, strip=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    term = forms.ChoiceField(label=gettext_lazy("Term"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Responsible unit"), required=False)
    heading = forms.ChoiceField(label=gettext_lazy("Catalogue heading"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Audience"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=SORTS, required=False)

    def __init__(self, data: Mapping[str, str], *, reader: Any, kind: str = "") -> None:
        super().__init__({**dict(data.items()), **({"kind": kind} if kind else {})})
        self.sources: dict[str, Any] = {**SOURCES, "audience": partial(audiences, reader)}
        self._options: dict[str, Options] = {}
        for name in self.sources:
            self._field(name).choices = partial(self._choices, name)
        self.query = Query.read(self.data.get("q", ""))
        unknown = [self._sentence(name) for name in self.errors if name != "q"]
        self.remarks = [remark for remark in (self.query.remark, *unknown) if remark]
        self.errors.clear()  # said above the form; a field that shows everything is not wrong

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def options(self, name: str) -> Options:
        """The options of a condition, read once and only when they are asked for."""
        if name not in self._options:
            self._options[name] = self.sources[name]()
        return self._options[name]

    def _choices(self, name: str) -> Iterable[tuple[str, str]]:
        return ((value, option.label) for value, option in self.options(name).items())

    @cached_property
    def chips(self) -> list[Chip]:
        """What can be removed, one by one; a kind alone is no condition but the list itself."""
        chosen = [name for name in self.chosen if name != "sort"]
        return [Chip(name, self.label(name), self.url(**{name: ""})) for name in chosen if chosen != ["kind"]]

    def label(self, name: str) -> str:
        """A chosen condition as the reader chose it."""
        value = self.chosen[name]
        return _("“%(words)s”") % {"words": value} if name == "q" else self.options(name)[value].label

    def _sentence(self, name: str) -> str:
        """That an unknown condition was left out."""
        return _("“%(value)s” is not known under “%(label)s”, so this condition was left out.") % {
            "value": Truncator(self.data[name]).chars(SAID_BACK),
            "label": self.fields[name].label,
        }

    @property
    def is_best_first(self) -> bool:
        return "sort" in self.chosen

    @property
    def helper(self) -> FormHelper:
        """The selects, as part of the form that also holds the words."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        shown = [Field(name, wrapper_class="field") for name in self.sources if len(self._field(name).choices) > 1]
        button = StrictButton(_("Show"), type="submit", css_class="btn-primary")
        helper.layout = Layout(Div(*shown, button, css_class="filters"))
        return helper

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The known conditions as they stand in an address."""
        known = self.cleaned_data | {"q": "" if self.query.is_empty else self.query.text}
        return self._kept({name: known.get(name) for name in self.fields})

    def _kept(self, values: Mapping[str, object]) -> dict[str, str]:
        """Without what is empty, or says nothing: only what was searched for can be a better or a lesser match."""
        kept = {name: str(value) for name, value in values.items() if value}
        if kept.get("sort") != BEST or "q" not in kept:
            kept.pop("sort", None)
        return kept

    def address(self, **changed: object) -> str:
        """The query of an address: empty, or with its question mark."""
        values = self._kept({**self.chosen, **changed})
        return f"?{urlencode(values)}" if values else ""

    def url(self, **changed: object) -> str:
        """The page of this list: that of its kind, or that of all kinds."""
        kind = changed.pop("kind", self.chosen.get("kind", ""))
        path = reverse("board:list", args=[kind]) if kind else reverse("board:search")
        return path + self.address(**changed, kind="")

    def narrow(self, items: DisclosureQuerySet, **changed: str) -> DisclosureQuerySet:
        """Of the items given, those that meet every condition; withdrawn ones only when they are asked for."""
        values = self._kept({**self.chosen, **changed})
        if "state" not in values:
            items = items.on_board()
        items = items.filter(*(self.options(name)[values[name]].where for name in self.sources if name in values))
        return matching(items, Query.read(values["q"])) if "q" in values else items
