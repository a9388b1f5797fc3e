"""What the office says in the portal's own name: pages, banners, days in grey, names it may show."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_prose_editor.fields import ProseEditorField

from apps.disclosures.dates import near
from apps.disclosures.richtext import EXTENSIONS, sanitise
from apps.organization.models import Membership
from apps.pages import triggers


class Page(models.Model):
    """A page of the portal. It has no text of its own: the newest of its revisions is what readers see."""

    class Slug(models.TextChoices):
        GUIDE = "guide", _("Disclosure guide")
        RULES = "rules", _("Rules of disclosure")
        OBJECTIONS = "objections", _("How objections are handled")
        PRIVACY = "privacy", _("Personal information")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    slug = models.CharField(_("page"), primary_key=True, max_length=16, choices=Slug, editable=False)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.get_slug_display()

    def get_absolute_url(self) -> str:
        return reverse("pages:about", args=[self.slug])

    @cached_property
    def newest(self) -> Revision:
        """The text that holds."""
        return self.revisions.latest("number")


class Revision(models.Model):
    """A text of a page as it was saved. Never changed, never deleted."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="revisions", verbose_name=_("page"))
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=60)
    body = ProseEditorField(_("text"), extensions=EXTENSIONS, sanitize=sanitise)
    note = models.CharField(
        _("what you changed"), max_length=200, help_text=_("One sentence. Readers see it under the page.")
    )
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    # Empty for the text that came with the portal. The key and the labels stay when the account is deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    actor_name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60, blank=True)
    actor_title = models.CharField(_("role"), max_length=130, blank=True)

    class Meta:
        verbose_name = _("version of a page")
        verbose_name_plural = _("versions of a page")
        ordering = ["-number"]
        triggers = triggers.on_revision
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="revision_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1) | Q(actor__isnull=False) & ~Q(note=""), name="revision_says_who_and_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("pages:version", args=[self.page_id, self.number])


class DatedQuerySet(models.QuerySet["Dated"]):
    def current(self) -> Self:
        """What holds today in the school's time zone."""
        today = timezone.localdate()
        return self.filter(since__lte=today, until__gte=today, is_taken_down=False)


class Dated(models.Model):
    """Begins and ends by itself."""

    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("to"), help_text=_("The last day. It ends by itself when this day is over."))
    is_taken_down = models.BooleanField(
        _("taken down"), default=False, help_text=_("On: it ends at once, whatever the days say.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-since", "-id"]

    @property
    def is_over(self) -> bool:
        """Its last day has passed, so it is a record now."""
        return self.until < timezone.localdate()

    @property
    def has_begun(self) -> bool:
        return self.since <= timezone.localdate()

    @property
    def standing(self) -> str:
        """Whether it shows, and when that changes, for the office."""
        if self.is_over:
            return _("over since %(day)s") % {"day": near(self.until)}
        if self.is_taken_down:
            return str(_("taken down"))
        if self.has_begun:
            return _("now; ends by itself after %(day)s") % {"day": near(self.until)}
        return _("begins by itself on %(day)s") % {"day": near(self.since)}


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until__gte=F("since")),
        name=f"{name}_ends_after_it_begins",
        violation_error_message=_("The last day is before the first day."),
    )


def address_of_this_portal(address: str) -> None:
    """Refuses what leads to another host or to no page at all."""
    if not (address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)):
        raise ValidationError(_("Enter an address inside this portal, beginning with one /, such as /r/2026-012."))
    try:
        resolve(urlsplit(address).path)
    except Resolver404 as error:
        raise ValidationError(_("There is no page at this address. Open the page and copy it again.")) from error


class Banner(Dated):
    """A sentence above every public page."""

    class Tone(models.TextChoices):
        NOTE = "note", _("information")
        WARN = "warn", _("warning")

    text = models.CharField(_("what it says"), max_length=120, help_text=_("One sentence, readable on a phone."))
    link = models.CharField(
        _("leads to"),
        max_length=200,
        blank=True,
        validators=[address_of_this_portal],
        help_text=_("The address of a page of this portal, such as /r/2026-012. Empty: the text leads nowhere."),
    )
    tone = models.CharField(_("tone"), max_length=4, choices=Tone, default=Tone.NOTE)

    class Meta(Dated.Meta):
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        triggers = triggers.on_days
        constraints = [ends_after_it_begins("banner")]

    def __str__(self) -> str:
        return self.text


class GreyDays(Dated):
    """Days on which the public pages are shown without colour."""

    occasion = models.CharField(_("occasion"), max_length=60, help_text=_("For the record; readers do not see it."))

    class Meta(Dated.Meta):
        verbose_name = _("days in grey")
        verbose_name_plural = _("days in grey")
        triggers = triggers.on_days
        constraints = [ends_after_it_begins("grey_days")]

    def __str__(self) -> str:
        return self.occasion


class PublishedName(models.Model):
    """The holder of a seat agreed that the public roster shows the name; taking it back deletes the row."""

    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="published_name", verbose_name=_("membership")
    )
    agreed_on = models.DateField(
        _("agreed on"),
        default=timezone.localdate,
        help_text=_("Only with this person's own agreement, which you keep on file. Delete it if they take it back."),
    )

    class Meta:
        verbose_name = _("name shown in public")
        verbose_name_plural = _("names shown in public")
        ordering = ["membership"]

    def __str__(self) -> str:
        return str(self.membership)
