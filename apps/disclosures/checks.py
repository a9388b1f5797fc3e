"""What a kind must bring, said at `manage.py check` before a user finds out."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.core.checks import Error, Tags, Warning, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from apps.disclosures.models import Disclosure, Line


@register()
def check_kinds(**kwargs: Any) -> list[Error]:
    """Every kind is complete: ids disclosures.E001 to E008."""
    return [error for kind in Disclosure.kinds() for error in _check_kind(kind)]


@register(Tags.security, deploy=True)
def check_site_url(**kwargs: Any) -> list[Warning]:
    """What is printed on paper leads to this portal from everywhere: id disclosures.W001."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if host and host != "localhost" and not host.startswith("127."):
        return []
    hint = "Set SITE_URL to the address readers type, such as https://gk.school.example."
    return [Warning("QR codes, feeds and share cards lead to this machine only.", hint=hint, id="disclosures.W001")]


def _check_kind(kind: type[Disclosure]) -> list[Error]:
    slug = kind._meta.app_label
    wanted = [
        ("E001", bool(kind.glyph), "has no glyph: set one character that stands for it on the board."),
        ("E002", kind.unready is not Disclosure.unready, "has no unready(): say in sentences what a draft misses."),
        ("E003", _has_template(f"{slug}/detail.html"), f"has no page: write templates/{slug}/detail.html."),
        ("E004", kind in admin.site._registry, "is not in the admin: register it with DisclosureAdmin."),
        ("E005", bool(find_spec(f"{kind._meta.app_config.name}.factories")), "has no factories.py."),
        ("E006", _is_frozen(kind), "is not frozen: let its Meta inherit KindMeta."),
        *(
            ("E007", _is_frozen(line), f"has a line, {line.__name__}, that is not frozen.")
            for line in kind.line_models()
        ),
        *(
            ("E008", _is_known(line), f"has a line, {line.__name__}, without the column that it is known_by.")
            for line in kind.line_models()
        ),
    ]
    return [
        Error(f"Kind {slug} {text}", obj=kind, id=f"disclosures.{number}") for number, good, text in wanted if not good
    ]


def _has_template(name: str) -> bool:
    try:
        return bool(get_template(name))
    except TemplateDoesNotExist:
        return False


def _is_known(line: type[Line]) -> bool:
    return line.known_by in {field.name for field in line._meta.concrete_fields}


def _is_frozen(model: type[Disclosure] | type[Line]) -> bool:
    names = {trigger.name for trigger in getattr(model._meta, "triggers", [])}
    return {"frozen_with_its_disclosure", "text_is_recorded"} <= names
