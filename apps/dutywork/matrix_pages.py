"""The matrix of responsibilities, and changing it: read by everybody who works on duties, changed by the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from apps.catalogue.models import Heading
from apps.disclosures.workflow import Refused
from apps.duties.arranging import arrange, hand_over
from apps.duties.models import Responsibility
from apps.dutywork.matrix import Row, rows_of
from apps.dutywork.matrix_forms import ManyForm, MatrixFilters, PartsForm
from apps.dutywork.pages import for_duties
from apps.dutywork.seeing import schools_of
from apps.organization.models import Unit
from apps.organization.roles import allows, units_where

STANDS: dict[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "open": lambda row: row.is_open,
    "role": lambda row: row.is_by_role,
    "away": lambda row: row.is_away,
}


@for_duties
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Every matter and who answers for it; where somebody is to be entered first of all."""
    schools = schools_of(request.user)
    if not schools:
        raise Http404
    filters = MatrixFilters(request.GET, schools)
    chosen, school = filters.cleaned_data, filters.chosen_school
    stands, unit = STANDS[chosen.get("standing", "")], chosen.get("unit")
    rows = [row for row in rows_of(school) if stands(row) and unit in (None, row.unit)]
    context = {
        "filters": filters,
        "school": school,
        "parts": [part for part in ([r for r in rows if r.is_open], [r for r in rows if not r.is_open]) if part],
        "may_arrange": allows(request.user, "duties.arrange", school),
    }
    return render(request, "dutywork/matrix.html", context)


@for_duties
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, code: str, unit: int) -> HttpResponse:
    """One matter in a unit: who had its parts and when, and who has them from a day on."""
    heading, place = get_object_or_404(Heading.objects.all(), code=code), _unit(request, unit)
    form = PartsForm(heading, place, request.POST or None)
    if form.is_valid():
        try:
            made = arrange(
                heading, place, form.people, since=form.cleaned_data["since"], actor=request.user, seen=form.keys
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("Entered.") if made else _("Saved."))
            return redirect(_matrix_of(place))
    if form.errors:
        form.show_again()
    rows = Responsibility.objects.filter(heading=heading, unit=place).select_related("person")
    context = {
        "heading": heading,
        "unit": place,
        "form": form,
        "entries": rows.prefetch_related("arrangements").order_by("-since", "-pk"),
    }
    return render(request, "dutywork/matrix_parts.html", context, status=409 if form.non_field_errors() else 200)


@for_duties
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Matters of one class go to a unit and its handler."""
    school = next((unit for unit in units_where(request.user, "duties.arrange") if unit.school == unit), None)
    if school is None:
        raise Http404
    sections = {heading.code[:2]: heading.section_title for heading in Heading.objects.filter(is_active=True)}
    section = request.GET.get("section", "")
    section = section if section in sections else next(iter(sections), "")
    form = ManyForm(school, section, request.POST or None)
    if form.is_valid():
        try:
            changed = hand_over(**form.cleaned_data, actor=request.user)
        except Refused as refused:
            _refuse(form, refused)
        else:
            said = ngettext("%(count)d matter was changed.", "%(count)d matters were changed.", changed)
            messages.success(request, said % {"count": changed})
            return redirect(_matrix_of(form.cleaned_data["unit"]))
    context = {"form": form, "sections": sections.items(), "section": section}
    return render(request, "dutywork/matrix_many.html", context, status=409 if form.non_field_errors() else 200)


def _unit(request: HttpRequest, key: int) -> Unit:
    """A unit that this person arranges. Raises Http404."""
    units: Any = units_where(request.user, "duties.arrange").exclude(level=Unit.Level.BUREAU)
    return get_object_or_404(units.select_related("parent__parent"), pk=key)


def _matrix_of(unit: Unit) -> str:
    assert unit.school  # no bureau is arranged
    return reverse("dutywork:matrix", query={"school": unit.school.pk, "unit": unit.pk})


def _refuse(form: forms.Form, refused: Refused) -> None:
    for reason in refused.reasons:
        form.add_error(None, reason)
