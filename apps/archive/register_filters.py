"""The conditions of the register, as its address carries them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.archive.register import registered_for
from apps.catalogue.models import Heading
from apps.disclosures.models import Register
from apps.disclosures.querysets import DisclosureQuerySet
from apps.organization.models import Unit
from apps.organization.roles import memberships_of
from apps.papers.models import Posting

PAPER = {"": _("all"), "none": _("no record of hanging"), "some": _("with a record of hanging")}


class Filters(forms.Form):
    """Which lines of the register: of the latest year unless another is chosen, of one's own school where there are
    several. What is not understood is left out and said.
    """

    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=9999, required=False)
    school = forms.ModelChoiceField(Unit.objects.none(), label=_("School"), empty_label=_("all"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Responsible unit"), empty_label=_("all"), required=False
    )
    heading = forms.ModelChoiceField(
        Heading.objects.all(),
        label=_("Catalogue heading"),
        empty_label=_("all"),
        required=False,
        to_field_name="code",
    )
    paper = forms.ChoiceField(label=_("Physical board"), choices=PAPER.items(), required=False)

    def __init__(self, data: Any, user: User) -> None:
        self.user = user
        self.schools = list(Unit.objects.filter(level=Unit.Level.SCHOOL))
        self.years = list(Register.objects.order_by("-year").values_list("year", flat=True))
        super().__init__({**self._usual(), **data.dict()}, auto_id="register-%s")
        schools: Any = self.fields["school"]
        schools.queryset = Unit.objects.filter(level=Unit.Level.SCHOOL)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.under([(m.unit.school or m.unit).pk for m in memberships_of(user)])
        self.fields["year"].widget = forms.Select(choices=[("", _("all")), *((year, year) for year in self.years)])
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        if len(self.schools) < 2:
            self.fields["school"].widget = forms.HiddenInput()
        self.is_valid()
        self.chosen = self.cleaned_data

    def _usual(self) -> dict[str, Any]:
        """What holds where the address says nothing."""
        homes = {membership.unit.school for membership in memberships_of(self.user)}
        home = homes.pop() if len(homes) == 1 and len(self.schools) > 1 else None
        return {"year": self.years[0] if self.years else "", "school": home.pk if home else ""}

    @property
    def year_chosen(self) -> int | None:
        return self.chosen.get("year")

    def narrowed(self) -> DisclosureQuerySet:
        """The items with a line for this person that meet every condition, withdrawn and corrected ones included."""
        items = registered_for(self.user)
        for name, condition in (("year", "register_year"), ("school", "school"), ("heading", "heading")):
            if value := self.chosen.get(name):
                items = items.filter(**{condition: value})
        if unit := self.chosen.get("unit"):
            items = items.filter(unit__in=Unit.objects.under([unit.pk]))
        if paper := self.chosen.get("paper"):
            hung = Exists(Posting.objects.filter(disclosure=OuterRef("pk"), struck_at=None))
            items = items.filter(hung if paper == "some" else ~hung)
        return items

    @cached_property
    def given(self) -> int:
        """How many numbers were given in the year chosen; none when no year is."""
        found = Register.objects.filter(year=self.year_chosen).values_list("last_serial", flat=True)
        return found.first() or 0

    @property
    def is_whole(self) -> bool:
        """A whole year: then every number that was given has its line."""
        return bool(self.given) and not any(self.chosen.get(name) for name in ("school", "unit", "heading", "paper"))

    @property
    def school_name(self) -> str:
        """The school whose register it is; empty for the register of several."""
        schools = [self.chosen["school"]] if self.chosen.get("school") else self.schools
        return schools[0].name if len(schools) == 1 else ""

    def address(self, **changes: Any) -> str:
        """The query of this list with some conditions changed."""
        kept = {name: self.data.get(name, "") for name in self.fields if name not in self.errors} | changes
        return f"?{urlencode(kept)}"
