"""Notices: rules, plans, admissions, safety — a text that people need to know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.disclosures.models import Disclosure, KindMeta


class Notice(Disclosure):
    glyph = "告"
    rank = 1
    is_plain = True

    emptied = ("effective_on", "repealed_on")

    class Genre(models.TextChoices):
        """Form of the document (item_forms.md §0.1 体裁)."""

        CIRCULAR = "circular", _("circular")
        ANNOUNCEMENT = "announcement", _("announcement")
        RULES = "rules", _("rules")
        REPORT = "report", _("report")
        GUIDE = "guide", _("guide")

    genre = models.CharField(
        pgettext_lazy("of a document", "form"), max_length=12, choices=Genre, default=Genre.CIRCULAR
    )
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    repealed_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta(KindMeta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def unready(self) -> list[str]:
        """A text or a file; an effective date not before the made-on date; an end not before its start."""
        found = []
        if not self.body and not self.attachments.exists():
            found.append(gettext("Write the text or attach a file."))
        if self.effective_on and self.effective_on < self.made_on:
            found.append(gettext("It takes effect before it was made. Check the two dates."))
        if self.effective_on and self.repealed_on and self.repealed_on < self.effective_on:
            found.append(gettext("It ends before it takes effect. Check the two dates."))
        return found
