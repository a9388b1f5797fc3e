"""The few marks a text may carry. Whatever is pasted, only these survive."""

import re
from html import unescape

import nh3
from django.utils.html import linebreaks, strip_tags

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Heading": {"levels": [3, 4]},
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}
TAGS = {
    "p", "br", "strong", "b", "em", "i", "ul", "ol", "li", "h3", "h4", "blockquote", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def sanitise(html: str) -> str:
    """The text without scripts, styles, images, frames or handlers."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def paragraphs(typed: str) -> str:
    """Without the editor (no JavaScript) people type plain lines: they become paragraphs."""
    return linebreaks(typed, autoescape=True) if typed and strip_tags(typed) == typed else typed


def plain(html: str) -> str:
    """The words of a text, a paragraph a line, each link with its address: what a comparison shows."""
    lined = re.sub(r"<br>|</(?:p|li|h3|h4|tr|blockquote)>", "\n", re.sub(r"(?:</p>)?</(?:td|th)>", " ", html))
    addressed = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", lined, flags=re.DOTALL)
    lines = (line.strip() for line in unescape(strip_tags(addressed)).splitlines())
    return "\n".join(line for line in lines if line)
