from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.groupwork import triggers
from apps.groupwork.models.records import Record, somebody, struck_with_a_reason
from apps.groupwork.people import GROUPS


class Meeting(Record):
    """A meeting of one of the two groups; a regular one is held every month (S4)."""

    said = ("group", "held_on", "place", "guests", "discussed", "decided")

    group = models.CharField(_("group"), max_length=12, choices=[(role.value, role.label) for role in GROUPS])
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=60)
    guests = models.CharField(_("guests"), max_length=200, blank=True)
    discussed = models.TextField(_("what was discussed"), max_length=5_000)
    decided = models.TextField(_("what was decided"), max_length=5_000)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-id"]
        triggers = triggers.on_record("held_on")
        indexes = [models.Index(fields=["school", "held_on", "id"], name="meeting_of_a_school")]
        constraints = [struck_with_a_reason("meeting")]

    def __str__(self) -> str:
        return f"{self.get_group_display()} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("groupwork:meeting", args=[self.pk])


class Presence(models.Model):
    """A member who was present, by the name and the role of that day."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presences")
    person = somebody()
    name = models.CharField(_("name"), max_length=40)
    title = models.CharField(_("role"), max_length=60)

    class Meta:
        verbose_name = _("member present")
        verbose_name_plural = _("members present")
        ordering = ["id"]
        triggers = triggers.on_part({"meeting_id": "groupwork_meeting"})
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.name} · {self.title}"
