"""Somebody who writes at the counter: the form as a browser without scripts sends it."""

from __future__ import annotations

import html
import re
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.test import Client

from apps.cases.models import Case
from apps.counter.question import SALT, SUMS
from tests.visiting import ENGLISH

TEXT = "公示的名单里少了一个人，时间是四月三日。"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def reader() -> Client:
    """A browser of nobody, in English."""
    return Client(headers=ENGLISH)


def form_at(browser: Client, address: str) -> dict[str, Any]:
    """What a browser would send from the form at this address: hidden fields, choices, the question answered."""
    page = browser.get(address).content.decode()
    hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
    chosen = {"concern": "nobody", "signing": "anonymous"}
    return {**hidden, **chosen, "text": TEXT, "guard_answer": answer_to(hidden["guard_question"])}


def answer_to(token: str) -> str:
    form, first, second, _name = signing.loads(token, salt=SALT)
    return str(SUMS[form][1](first, second))


def send(browser: Client, address: str, **fields: Any) -> HttpResponse:
    """Open a form, fill it in and send it."""
    return browser.post(address, {**form_at(browser, address), **fields})


def receipt_of(browser: Client) -> dict[str, str]:
    """Code and secret as the receipt shows them."""
    context = browser.get("/counter/receipt/").context
    return {"code": context["code"], "secret": context["secret"]}


def filed(browser: Client, address: str, **fields: Any) -> Case:
    """The case that a form became."""
    send(browser, address, **fields)
    return browser.get("/counter/receipt/").context["case"]


def opened(browser: Client, receipt: dict[str, str]) -> HttpResponse:
    """The page of the case, after code and secret."""
    return browser.post("/counter/follow/", receipt, follow=True)
