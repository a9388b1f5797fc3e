"""The receipt: what its writer takes away, shown in the browser that sent the form."""

from __future__ import annotations

import io

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from apps.cases.codes import opens
from apps.cases.duties import Duty, roles_of
from apps.cases.filing import Receipt, find
from apps.cases.types import Type
from apps.counter.kept import Kept, for_the_writer_only, keep, kept_in
from apps.counter.wording import WORDS
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure


def to_receipt(request: HttpRequest, filed: Receipt, secret: str) -> HttpResponse:
    """To the receipt; a form sent twice gets the same one, if the secret that came with it is that of the case."""
    if not filed.is_new and not opens(secret, filed.case.secret):
        return render(request, "counter/twice.html")
    response = redirect("counter:receipt")
    keep(response, Kept.RECEIPT, [filed.code, secret])
    return response


@require_safe
@for_the_writer_only
def receipt(request: HttpRequest) -> HttpResponse:
    """Code and secret, for ten minutes in the browser that sent the form."""
    code, secret = kept_in(request, Kept.RECEIPT) or ("", "")
    case = find(code, secret) if code else None
    if case is None:
        return render(request, "counter/no_receipt.html")
    address = absolute(reverse("counter:follow"))
    context = {
        "case": case,
        "code": code,
        "secret": secret,
        "words": WORDS[Type(case.type)],
        "item": Disclosure.objects.visible_to(request.user).filter(cases=case.pk).first(),
        "first": [role.label for role in roles_of(case, Duty.FIRST)],
        "address": address,
        "qr": drawn(address),
    }
    return render(request, "counter/receipt.html", context)


def drawn(address: str) -> SafeString:
    """The address as a QR code that stands in the page itself."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, svgns=False, border=0, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawing.getvalue().decode())
