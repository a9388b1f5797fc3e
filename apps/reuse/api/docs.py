"""The description of the API: for programs as OpenAPI, for people as a page made from the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.disclosures.addresses import absolute
from apps.reuse.api.gate import LIMIT, WINDOW
from apps.reuse.api.operations import api
from apps.reuse.source import licence

TOLD = {"summary", "description"}
"""Keys of a schema whose text is meant for people."""


@dataclass(frozen=True)
class Parameter:
    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Answer:
    """A status and what comes with it."""

    status: str
    shape: str


@dataclass(frozen=True)
class Operation:
    """An address of the API as the page describes it."""

    path: str
    address: str
    summary: str
    description: str
    parameters: list[Parameter]
    answers: list[Answer]


def schema() -> dict[str, Any]:
    """The OpenAPI document in the reader's language."""
    described = api.get_openapi_schema(path_prefix=reverse("reuse:api:root"))
    described["info"]["license"] = {"name": licence(), "url": absolute(reverse("reuse:dictionary"))}
    described["servers"] = [{"url": absolute("")}]
    return _translated(described)


def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What can be asked, what comes back and how often: without a script, from the schema itself."""
    described = schema()
    context = {
        "info": described["info"],
        "root": absolute(reverse("reuse:api:root")),
        "operations": [_operation(path, methods["get"]) for path, methods in described["paths"].items()],
        "shapes": {name: _fields(shape) for name, shape in described["components"]["schemas"].items()},
        "limit": LIMIT,
        "seconds": int(WINDOW.total_seconds()),
    }
    return render(request, "reuse/api.html", context)


def _translated(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _(text) if key in TOLD and text and isinstance(text, str) else _translated(text)
            for key, text in value.items()
        }
    return [_translated(each) for each in value] if isinstance(value, list) else value


def _operation(path: str, described: dict[str, Any]) -> Operation:
    return Operation(
        path=path,
        address="" if "{" in path else path,
        summary=described["summary"],
        description=described.get("description", ""),
        parameters=[_parameter(each) for each in described["parameters"]],
        answers=[Answer(str(status), _shape(answer)) for status, answer in described["responses"].items()],
    )


def _parameter(described: dict[str, Any]) -> Parameter:
    return Parameter(described["name"], _type(described["schema"]), described.get("description", ""))


def _fields(shape: dict[str, Any]) -> list[Parameter]:
    fields = shape["properties"].items()
    return [Parameter(name, _type(field), field.get("description", "")) for name, field in fields]


def _shape(answer: dict[str, Any]) -> str:
    return _type(answer["content"]["application/json"]["schema"])


def _type(described: dict[str, Any]) -> str:
    """The type of a value in a few words: integer, string (date), list of Item."""
    if "$ref" in described:
        return described["$ref"].rpartition("/")[2]
    if "anyOf" in described:
        return " | ".join(_type(each) for each in described["anyOf"])
    if described.get("type") == "array":
        return _("list of %(shape)s") % {"shape": _type(described["items"])}
    form = described.get("format", "")
    return f"{described.get('type', '')} ({form})" if form else described.get("type", "")
