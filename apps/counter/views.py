"""The counter: what may be brought here, and the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.interrupted import sent_by, texts_in
from apps.board.items import item_at
from apps.cases.deadlines import Deadline, deadline_of
from apps.cases.filing import Filing, NotFiled, Receipt, TooLate, file_case
from apps.cases.models import Case
from apps.cases.types import TYPES, Type
from apps.counter.forms import ApplicationForm, CaseForm
from apps.counter.guard import FORM_TOKEN, QUESTION, SOLUTION, guarded, hidden_fields, refusals, ways_of
from apps.counter.pausing import pause_of
from apps.counter.receipts import to_receipt
from apps.counter.schools import school_of, schools
from apps.counter.wording import STARTED_HERE, WORDS, Words
from apps.disclosures.models import Disclosure
from apps.disclosures.states import ON_BOARD
from apps.organization.models import Contact, Unit

Refusals = Sequence[tuple[str, str]]
AT_THE_ITEM = {Type.OBJECTION: "counter:object", Type.MISTAKE: "counter:mistake"}
NOT_TYPED = (FORM_TOKEN, QUESTION, SOLUTION)
"""Fields that the page filled in by itself."""


@dataclass(frozen=True)
class Page:
    """The form of one type, for one school and perhaps one item."""

    type: Type
    school: Unit
    item: Any = None

    @property
    def is_late(self) -> bool:
        """Whether what is filed now comes after the publicity period of its item."""
        ends_at = self.item.publicity_ends_at if self.item and self.type == Type.OPINION else None
        return bool(ends_at and ends_at <= timezone.now())

    @property
    def words(self) -> Words:
        return WORDS[self.type]

    @property
    def deadline(self) -> Deadline:
        """Of a case that is filed now."""
        return deadline_of(Case(type=self.type, school=self.school, received_at=timezone.now()))

    @property
    def ways(self) -> list[Contact]:
        """How the school is reached without this form."""
        return ways_of(self.school)

    @property
    def address(self) -> str:
        """Where this form is sent to."""
        if route := AT_THE_ITEM.get(self.type):
            return reverse(route, args=[self.item.number])
        named = {"item": self.item.number} if self.item else {"school": self.school.pk}
        return reverse("counter:form", args=[self.type], query=named)

    def form(self, *data: Any) -> CaseForm:
        form_class = ApplicationForm if self.type == Type.APPLICATION else CaseForm
        return form_class(*data, type=self.type, school=self.school, item=self.item)


def typed_in(request: HttpRequest) -> list[str]:
    """What somebody wrote into a form, to be read and copied."""
    return texts_in([(name, value) for name, value in sent_by(request) if name not in NOT_TYPED])


def keeping_what_was_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give back what was typed when its item is shown no longer: the same for every number, known or not."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if not (texts := typed_in(request)):
                raise
            return render(request, "counter/gone.html", {"texts": texts}, status=404)

    return kept


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What may be brought here, and how long it takes."""
    places = [(school, list(school.contacts.all())) for school in schools().prefetch_related("contacts")]
    types = [(type, WORDS[type], TYPES[type].days) for type in STARTED_HERE]
    return render(request, "counter/home.html", {"places": places, "types": types, "rules": TYPES})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@guarded
@keeping_what_was_typed
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """An objection to an item, while its publicity period runs."""
    item = item_at(request.user, number)
    page = Page(Type.OBJECTION, item.school, item)
    if request.method != "POST" and not item.in_publicity:
        return render(request, "counter/over.html", {"item": item, "words": page.words})
    return _asked(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@guarded
@keeping_what_was_typed
def mistake(request: HttpRequest, number: str) -> HttpResponse:
    """A mistake on an item that is on the board."""
    item = item_at(request.user, number)
    page = Page(Type.MISTAKE, item.school, item)
    if item.state not in ON_BOARD:
        context = {"item": item, "words": page.words, "texts": typed_in(request)}
        return render(request, "counter/over.html", context, status=409 if context["texts"] else 200)
    return _asked(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@guarded
@keeping_what_was_typed
def form(request: HttpRequest, type: str) -> HttpResponse:
    """What belongs to no item; an opinion may be about one, also after its publicity period."""
    if type not in STARTED_HERE:
        raise Http404
    item = _item_in_address(request) if type == Type.OPINION else None
    school = item.school if item else school_of(request)
    if school is None:
        return redirect("counter:home")
    return _asked(request, Page(Type(type), school, item))


def _item_in_address(request: HttpRequest) -> Disclosure | None:
    number = request.GET.get("item", "")
    if not number:
        return None
    year, _dash, serial = number.partition("-")
    if not (year.isdecimal() and serial.isdecimal() and len(number) <= 14):
        raise Http404
    return item_at(request.user, f"{int(year)}-{int(serial)}")


def _asked(request: HttpRequest, page: Page) -> HttpResponse:
    """The empty form; or what was sent is filed, and leads to its receipt."""
    if pause := pause_of(page.school):
        return _paused(request, page, pause)
    if request.method != "POST":
        return _shown(request, page, page.form())
    form, refused = page.form(request.POST, request.FILES), refusals(request, page.school)
    if not form.is_valid() or refused:
        return _shown(request, page, form, refused)
    try:
        filed = _filed(form)
    except TooLate:
        return _shown(request, Page(Type.OPINION, page.school, page.item), form, status=409)
    except NotFiled as error:
        for field, sentence in error.errors:
            form.add_error(field if field in form.fields else None, sentence)
        return _shown(request, page, form)
    return to_receipt(request, filed, form.chosen_secret)


def _filed(form: CaseForm) -> Receipt:
    given = {field.name: getattr(form.filing, field.name) for field in fields(Filing)}
    return file_case(**given, form_token=form.cleaned_data["form_token"])


def _shown(request: HttpRequest, page: Page, form: CaseForm, refused: Refusals = (), status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        "words": page.words,
        "item": page.item,
        "form": form,
        "files": [upload.name for upload in request.FILES.getlist("files")],
        "has_come_late": status == 409,
        "refused": refused,
        **hidden_fields(request, refused),
    }
    return render(request, "counter/form.html", context, status=status)


def _paused(request: HttpRequest, page: Page, pause: Any) -> HttpResponse:
    """No form for a while; what was typed is given back to be copied."""
    context = {"page": page, "words": page.words, "pause": pause, "texts": typed_in(request)}
    return render(request, "counter/paused.html", context, status=503)
