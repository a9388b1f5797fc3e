"""The operations of the API. What they give is what the reader's own pages show."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from apps.board.filters import Filters
from apps.board.items import item_at
from apps.board.paging import BrokenCursor, Cursor
from apps.board.portal import Portal
from apps.catalogue.models import Audience, Heading
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.reuse.api import shapes
from apps.reuse.api.gate import trouble
from apps.reuse.columns import item_columns
from apps.reuse.exports import item_with_content
from apps.reuse.tables import attachments_table, line_tables, with_envelope
from apps.reuse.whole import item_as_data, row_of_list, rows_as_data, table_as_data

AT = Path(..., description=_("Register number as in the address of the item, such as 2026-012."))
NUMBER = re.compile(r"[0-9]{4}-[0-9]{1,9}")
OFTEN = {429: shapes.Trouble}


class InItsOwnLetters(JSONRenderer):
    """Chinese as Chinese, not as numbers of characters."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title=_("School-affairs disclosure"),
    version="1",
    description=_("The items of the board as data, read only. Nobody needs a key."),
    openapi_url=None,
    docs_url=None,
    renderer=InItsOwnLetters(),
)


class Unreadable(ValueError):
    """Parameters that the address should not have; sentences."""


@api.exception_handler(Unreadable)
def _unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    return trouble(gettext("Some parameters cannot be used."), 422, list(error.args))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = [str(found["loc"][-1]) for found in error.errors]
    sentence = gettext("“%(name)s” has a value that it cannot have.")
    return trouble(gettext("Some parameters cannot be used."), 422, [sentence % {"name": name} for name in names])


@api.exception_handler(BrokenCursor)
def _broken(request: HttpRequest, error: BrokenCursor) -> HttpResponse:
    return trouble(gettext("“before” does not lead to a page. Take it from “next” of the page before."), 400)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return trouble(gettext("There is no such item, or it is not for everybody, or it is no longer shown."), 404)


@api.get(
    "/items",
    response={200: shapes.ItemPage, 400: shapes.Trouble, 422: shapes.Trouble, **OFTEN},
    summary=_("Items of a list, newest first"),
    description=_("The conditions are those of the lists on the board. Pages are linked by “next”."),
)
def items(request: HttpRequest, query: Query[shapes.ListQuery]) -> Any:
    filters = Filters(request.GET, reader=request.user)
    _refuse_unknown(request, filters)
    found = with_envelope(filters.narrow(Disclosure.objects.visible_to(request.user))).newest_first()
    if query.before:
        found = found.filter(Cursor.read(query.before).older)
    rows = list(found[: query.limit + 1])
    page, has_more = rows[: query.limit], len(rows) > query.limit
    more = filters.address(before=Cursor.of(page[-1]), limit=query.limit) if has_more else ""
    columns = item_columns()
    return {
        "items": [row_of_list(columns, item) for item in page],
        "next": absolute(reverse("reuse:api:items") + more) if has_more else None,
    }


@api.get(
    "/items/{number}",
    response={200: shapes.WholeItem, 404: shapes.Trouble, **OFTEN},
    summary=_("One item with its text, lines and files"),
    description=_("Of a withdrawn item only the title, the number and the dates are left."),
)
def item(request: HttpRequest, number: str = AT) -> Any:
    return item_as_data(item_at(request.user, _number_in(number)), request.user)


@api.get(
    "/items/{number}/lines",
    response={200: list[shapes.Rows], 404: shapes.Trouble, **OFTEN},
    summary=_("The lines of one item"),
    description=_("A kind has no table, one or several."),
)
def lines(request: HttpRequest, number: str = AT) -> Any:
    return [table_as_data(table) for table in line_tables(item_with_content(request.user, _number_in(number)))]


@api.get(
    "/items/{number}/attachments",
    response={200: list[shapes.Attachment], 404: shapes.Trouble, **OFTEN},
    summary=_("The files of one item"),
    description=_("Their names, sizes and fingerprints, and where they are."),
)
def attachments(request: HttpRequest, number: str = AT) -> Any:
    return rows_as_data(attachments_table(item_with_content(request.user, _number_in(number))))


@api.get(
    "/headings",
    response={200: list[shapes.Heading], **OFTEN},
    summary=_("The catalogue: what must be disclosed"),
    description=_("The headings in use, by their code."),
)
def headings(request: HttpRequest) -> Any:
    return [
        {
            "code": heading.code,
            "section": heading.section_title,
            "matter": heading.title,
            "audience": heading.audience,
            "cadence": heading.cadence,
            "kind": heading.kind,
        }
        for heading in Heading.objects.filter(is_active=True)
    ]


@api.get("/kinds", response={200: list[shapes.Kind], **OFTEN}, summary=_("The kinds of items"), description="")
def kinds(request: HttpRequest) -> Any:
    models = {kind._meta.app_label: kind for kind in Disclosure.kinds()}
    return [
        {
            "slug": shelf.slug,
            "name": shelf.name,
            "tables": [line._meta.model_name for line in models[shelf.slug].line_models()],
        }
        for shelf in Portal().shelves
    ]


def _refuse_unknown(request: HttpRequest, filters: Filters) -> None:
    """A list leaves out what it does not know and says so; a program would not read that."""
    known = set(shapes.ListQuery.model_fields)
    sentences = [gettext("“%(name)s” is no parameter.") % {"name": name} for name in request.GET if name not in known]
    for name in shapes.CONDITIONS:
        given = request.GET.get(name)
        if given and name not in filters.chosen and given != Audience.PUBLIC:  # who reads nothing else may say so
            sentences.append(gettext("“%(name)s” has a value that it cannot have.") % {"name": name})
    if sentences:
        raise Unreadable(*sentences)


def _number_in(address: str) -> str:
    if not NUMBER.fullmatch(address):
        raise Http404
    return address
