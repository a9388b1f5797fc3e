"""Lists and tables as files."""

from __future__ import annotations

import datetime
import tempfile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from apps.board.filters import Filters
from apps.board.items import item_at
from apps.board.portal import Portal
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.states import State
from apps.limits.gate import limited
from apps.reuse.files import FORMS, XLSX, FileForm, file_name, pieces, write
from apps.reuse.jobs import ask_for
from apps.reuse.source import licence_link
from apps.reuse.tables import Table, items_table, line_tables

MANY = 5000
"""Rows over which a spreadsheet, which is sent when it is whole, would keep a reader waiting."""

export_limit = limited("export", 120, datetime.timedelta(minutes=10))


@export_limit
@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The items of a list, with the list's own conditions; what is large becomes a job of who signed in."""
    form, filters = FORMS[suffix], Filters(request.GET, reader=request.user)
    found = filters.narrow(Disclosure.objects.visible_to(request.user))
    if request.user.is_authenticated and request.method == "POST":
        job = ask_for(form, filters.address().removeprefix("?"), actor=request.user)
        return HttpResponseRedirect(reverse("reuse:job", args=[job.pk]))
    if is_large(found) and (request.user.is_authenticated or form == XLSX):
        context = {"form": form, "filters": filters, "forms": FORMS, "many": MANY}
        return render(request, "reuse/large.html", context, status=200 if request.user.is_authenticated else 422)
    return sent(form, [items_table(found)], *kind_names(filters))


@export_limit
@require_safe
def lines(request: HttpRequest, number: str, suffix: str) -> HttpResponseBase:
    """The tables of an item; a CSV has room for one, the first or the one named by `table`."""
    item = item_with_content(request.user, number)
    tables = line_tables(item)
    wanted = [table for table in tables if table.name == request.GET.get("table", table.name)]
    if not wanted:
        raise Http404
    return sent(FORMS[suffix], wanted, item.number, *[table.title for table in wanted])


def item_with_content(reader: Any, number: str) -> Disclosure:
    """The item at a register number; a withdrawn one has no lines and no files left. Raises Http404."""
    item = item_at(reader, number)
    if item.state == State.WITHDRAWN:
        raise Http404
    return item


def is_large(items: DisclosureQuerySet) -> bool:
    return items.order_by()[: MANY + 1].count() > MANY


def kind_names(filters: Filters) -> list[str]:
    return [shelf.name for shelf in Portal().shelves if shelf.slug == filters.chosen.get("kind")]


def sent(form: FileForm, tables: list[Table], *names: str) -> HttpResponseBase:
    """The file: a text in pieces while the rows are read, a spreadsheet from a file that is gone afterwards."""
    response = _spreadsheet(form, tables) if form == XLSX else StreamingHttpResponse(pieces(form, tables))
    response["Content-Type"] = form.media_type
    response["Content-Disposition"] = content_disposition_header(True, file_name(form, *names))
    response["Link"] = licence_link()
    response["X-Robots-Tag"] = "noindex"
    return response


def _spreadsheet(form: FileForm, tables: list[Table]) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    write(form, tables, file)
    file.seek(0)
    return FileResponse(file)
