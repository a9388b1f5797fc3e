"""The conditions of the list of cases, as its address carries them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cases import codes
from apps.cases.models import Case
from apps.cases.querysets import CaseQuerySet
from apps.cases.states import OPEN
from apps.cases.types import Type
from apps.casework.turns import waiting_for
from apps.organization.models import Unit
from apps.organization.roles import memberships_of

GROUPS = {
    "open": _("open"),
    "mine": _("waiting for me"),
    "overdue": _("overdue"),
    "decided": _("decided"),
    "": _("all"),
}


class Filters(forms.Form):
    """Every condition narrows what this person may see; what is not understood is left out and said."""

    group = forms.ChoiceField(choices=GROUPS.items(), required=False, widget=forms.HiddenInput)
    item = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Words or receipt code"), max_length=100, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=[("", _("all")), *Type.choices], required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Handling unit"), empty_label=_("all"), required=False)
    handler = forms.ChoiceField(
        label=_("Handler"), choices=[("", _("all")), ("me", _("I")), ("none", _("nobody yet"))], required=False
    )

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, auto_id="cases-%s")
        self.user = user
        roots = [(membership.unit.school or membership.unit).pk for membership in memberships_of(user)]
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.under(roots)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"
        self.is_valid()
        self.chosen = self.cleaned_data

    def narrowed(self) -> CaseQuerySet:
        """The cases this person may see that meet every condition but the group."""
        cases = Case.objects.seen_by(self.user)
        for name, condition in (("type", "type"), ("unit", "unit"), ("item", "disclosure")):
            if value := self.chosen.get(name):
                cases = cases.filter(**{condition: value})
        if handler := self.chosen.get("handler"):
            cases = cases.filter(handler=self.user.pk if handler == "me" else None)
        return _with_words(cases, self.chosen.get("q", ""))

    def of_group(self, group: str) -> CaseQuerySet:
        """Those of the narrowed list that stand so."""
        cases = self.narrowed()
        return {
            "open": cases.open,
            "mine": lambda: cases.filter(pk__in=waiting_for(self.user).values("pk")),
            "overdue": cases.overdue,
            "decided": lambda: cases.exclude(state__in=OPEN),
        }.get(group, lambda: cases)()

    def counts(self) -> list[tuple[str, Any, int]]:
        """How many there are in each group."""
        return [(group, label, self.of_group(group).count()) for group, label in GROUPS.items()]

    def address(self, **changes: Any) -> str:
        """The query of this list with some conditions changed."""
        kept = {name: self.data.get(name, "") for name in self.fields if name not in self.errors} | changes
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def _with_words(cases: CaseQuerySet, typed: str) -> CaseQuerySet:
    """Every word in the text, or the whole as a receipt code."""
    if code := codes.read(typed):
        return cases.filter(code=code)
    words = Q()
    for word in typed.split():
        words &= Q(text__icontains=word)
    return cases.filter(words)
