"""The editor of the text, in the reader's language and under the portal's policy."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib import admin
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from js_asset import Media

STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
"""The one stylesheet that the editor brings inline; a new version of the editor may need another fingerprint."""

WORDS = {
    "paragraph": _("Paragraph"),
    "unordered list": _("List"),
    "ordered list": _("Numbered list"),
    "blockquote": _("Quotation"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "insert link": _("Link"),
    "remove link": _("Remove the link"),
    "Insert table": _("Insert a table"),
    "Insert Table": _("Insert a table"),
    "Add column": _("Add a column"),
    "Delete column": _("Delete the column"),
    "Add row": _("Add a row"),
    "Delete row": _("Delete the row"),
    "Merge cells": _("Merge the cells"),
    "Split cell": _("Split the cell"),
    "Toggle header cell": _("Heading of the table, or not"),
    "Delete table": _("Delete the table"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "Edit Link": _("Link"),
    "URL": _("Address"),
    "Title": _("Title"),
    "Update": _("Apply"),
    "Cancel": _("Cancel"),
    "Rows": _("Rows"),
    "Columns": _("Columns"),
    "Include header row": _("With a heading row"),
    "Table Properties": _("Table"),
}
"""The editor's own words and ours: it brings no Chinese."""


class WithEditor(admin.ModelAdmin):
    """A form with the editor, saved by one button; its template includes admin/_editor.html."""

    @method_decorator(csp_update({"style-src": [STYLE]}))
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False, "editor_words": WORDS}
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
