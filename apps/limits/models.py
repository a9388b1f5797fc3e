"""How often somebody came in a span of time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Window(models.Model):
    """A span of time in which what one key does is counted; the key is a keyed hash, never an address."""

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    count = models.PositiveIntegerField(_("count"))
    ends_at = models.DateTimeField(_("ends"), db_index=True)

    class Meta:
        verbose_name = _("counted window")
        verbose_name_plural = _("counted windows")

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
