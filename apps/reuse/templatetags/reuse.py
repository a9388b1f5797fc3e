"""What lists, items and heads of pages show of the ways out."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.board.filters import Filters
from apps.board.portal import Portal
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.disclosures.naming import card_description
from apps.reuse.feeds import feed_title
from apps.reuse.files import FORMS

register = template.Library()


@register.inclusion_tag("reuse/_take.html")
def take_list(filters: Filters) -> dict[str, Any]:
    """The files and the feed of this list."""
    files = {suffix.upper(): reverse("reuse:list", args=[suffix]) + filters.address() for suffix in FORMS}
    return {"files": files, "feed": reverse("reuse:feed") + filters.address()}


@register.inclusion_tag("reuse/_take.html")
def take_lines(item: Disclosure) -> dict[str, Any]:
    """The files of an item's tables; nothing for a kind that has none."""
    lines = item.line_models()
    if not lines:
        return {}
    address = {suffix: reverse("reuse:lines", args=[item.number, suffix]) for suffix in FORMS}
    csv = {f"CSV {line._meta.verbose_name_plural}": f"{address['csv']}?table={line._meta.model_name}" for line in lines}
    return {"files": {**csv, "XLSX": address["xlsx"], "JSON": address["json"]}}


@register.inclusion_tag("reuse/_head.html", takes_context=True)
def reuse_head(context: Any) -> dict[str, Any]:
    """For machines that read a page's head: its one address, its feed and its share card. Empty on a page that says
    what went wrong: it has no address."""
    request, portal, filters = context.get("request"), context.get("portal"), context.get("filters")
    if request is None or portal is None or "exception" in context:
        return {}
    is_item = getattr(request.resolver_match, "view_name", "") == "board:item"
    item = context.get("item") if is_item else None
    address = filters.address() if filters else ""
    return {
        "canonical": absolute(item.get_absolute_url() if item else context.get("canonical") or request.path),
        "feed": reverse("reuse:feed") + address,
        "feed_title": feed_title(portal.name, filters),
        "card": _card(portal, item, feed_title(portal.name, filters)),
    }


def _card(portal: Portal, item: Disclosure | None, page: str) -> dict[str, str]:
    """What a messenger shows of a shared address."""
    site = {"site": feed_title(portal.name), "image": absolute(static("img/share.png"))}
    if item:
        return {**site, "type": "article", "title": item.title, "description": card_description(item)}
    words = _("What %(school)s discloses, until when you can object, and how.") % {"school": portal.name}
    return {**site, "type": "website", "title": page, "description": words}
