"""The inbox, the address a writer left, and what people asked to be told of."""

from __future__ import annotations

import datetime
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.cases.models import Case
from apps.cases.models import Event as CaseEvent
from apps.disclosures.dates import near
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.triggers import never_changed, never_emptied
from apps.duties.models import Duty


class InboxEntry(models.Model):
    """That something happened, for one person. Its words are made when it is read, by what may be seen then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox", verbose_name=_("person"))
    key = models.CharField(max_length=60)
    """What happened, once for ever: the same is never told twice to one person."""
    name = models.CharField(_("event"), max_length=24)
    disclosure = models.ForeignKey(Disclosure, models.CASCADE, null=True, related_name="+", verbose_name=_("item"))
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+", verbose_name=_("case"))
    day = models.DateField(_("reminders of"), null=True)
    """Of a digest of reminders: the duties are those that this person was reminded of on that day."""
    at = models.DateTimeField(_("when"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("inbox notice")
        verbose_name_plural = _("inbox notices")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(disclosure__isnull=False, case__isnull=True, day__isnull=True)
                | Q(disclosure__isnull=True, case__isnull=False, day__isnull=True)
                | Q(disclosure__isnull=True, case__isnull=True, day__isnull=False),
                name="notice_about_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_list"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return near(self.at)


class Stage(models.IntegerChoices):
    """How far a duty has come; each stage is told once."""

    BEFORE = 1, _("due soon")
    TODAY = 2, _("due today")
    DEPUTY = 3, _("overdue, up to the deputy in charge")
    FIRST = 4, _("overdue, up to the first responsible")
    GROUP = 5, _("overdue, up to the supervision group")
    INSPECTOR = 6, _("overdue, up to the inspector")


class Reminder(models.Model):
    """That a person was told of a duty at a stage; a last day that was moved is reminded of anew."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="reminders", verbose_name=_("duty"))
    due_on = models.DateField(_("last day"))
    stage = models.PositiveSmallIntegerField(_("stage"), choices=Stage)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name=_("person")
    )
    told_on = models.DateField(_("told on"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["id"]
        triggers = [never_changed, never_emptied]
        constraints = [
            models.UniqueConstraint(fields=["duty", "due_on", "stage", "person"], name="reminder_once"),
        ]
        indexes = [models.Index(fields=["person", "told_on"], name="reminder_of_person")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.get_stage_display()}"


class Round(models.Model):
    """A day on which the clock went through all schools and none failed; there is no second round on it."""

    on = models.DateField(_("day"), primary_key=True)

    class Meta:
        verbose_name = _("round of reminders")
        verbose_name_plural = _("rounds of reminders")
        ordering = ["-on"]
        triggers = [never_changed, never_emptied]

    def __str__(self) -> str:
        return str(self.on)


class MailWish(models.Model):
    """Whether a person wants mail beside the inbox. Who never said gets it at once."""

    class When(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        NEVER = "never", _("never, the inbox is enough")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_wish")
    when = models.CharField(_("mail about my work"), max_length=8, choices=When, default=When.AT_ONCE)

    class Meta:
        verbose_name = _("wish about mail")
        verbose_name_plural = _("wishes about mail")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.when}"


class WriterAddress(models.Model):
    """What became of the address that the writer of a case left. The address itself stays with the identity."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="writer_address")
    asked_at = models.DateTimeField(_("asked to confirm"), null=True)
    refused_at = models.DateTimeField(_("mail came back"), null=True)

    class Meta:
        verbose_name = _("address of a writer")
        verbose_name_plural = _("addresses of writers")

    def __str__(self) -> str:
        return str(self.case_id)


class Announcement(models.Model):
    """An event that subscribers are to be told of; written with it, done by the worker after the commit."""

    item_event = models.OneToOneField(Event, models.CASCADE, null=True, related_name="+")
    case_event = models.OneToOneField(CaseEvent, models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                condition=Q(item_event__isnull=False, case_event__isnull=True)
                | Q(item_event__isnull=True, case_event__isnull=False),
                name="announcement_of_one_event",
            )
        ]
        indexes = [models.Index(fields=["made_at"], condition=Q(done_at=None), name="announcement_open")]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def event(self) -> Event | CaseEvent:
        found = self.item_event or self.case_event
        assert found is not None  # the database holds it
        return found


def new_token() -> str:
    """Too long to guess; it stands in the addresses of one subscription."""
    return secrets.token_urlsafe(24)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def running(self) -> Self:
        """Confirmed by whoever reads the mailbox, and not ended."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class Subscription(models.Model):
    """What somebody asked to be told of: one item, or a list as its address has it (an empty one is everything)."""

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day, at 8:00")
        WEEKLY = "weekly", _("once a week, Monday at 8:00")

    class End(models.TextChoices):
        READER = "reader", _("ended by its reader")
        REFUSED = "refused", _("the mailbox does not exist")

    email = models.EmailField(_("e-mail"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("person")
    )
    disclosure = models.ForeignKey(Disclosure, models.CASCADE, null=True, related_name="+", verbose_name=_("item"))
    query = models.CharField(_("conditions"), max_length=500, blank=True)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency, default=Frequency.DAILY)
    language = models.CharField(_("language"), max_length=16)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    told_until = models.DateTimeField(_("digests reach until"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_because = models.CharField(_("why it ended"), max_length=8, choices=End, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "user", "disclosure", "query"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="subscription_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["frequency", "told_until"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="subscription_running",
            ),
            models.Index(fields=["email"], name="subscription_of_address"),
        ]

    def __str__(self) -> str:
        return f"{self.frequency} ?{self.query}"


WAITING = datetime.timedelta(days=7)
"""So long an address can be confirmed."""
