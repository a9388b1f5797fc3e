"""What is on its way out of the portal: one row a letter or a robot's message, and the robots themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.organization.models import Unit


class Whom(models.TextChoices):
    """Who a message is for, as far as anybody at the desk learns it."""

    PERSON = "person", _("a person who signs in")
    SUBSCRIBER = "subscriber", _("a subscriber")
    WRITER = "writer", _("a writer")
    ROBOT = "robot", _("a group robot")


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("of a message", "waits")
    SENDING = "sending", pgettext_lazy("of a message", "is being sent")
    HANDED = "handed", pgettext_lazy("of a message", "handed over, no answer yet")
    SENT = "sent", pgettext_lazy("of a message", "sent")
    SHOWN = "shown", pgettext_lazy("of a message", "shown on the local page")
    REFUSED = "refused", pgettext_lazy("of a message", "refused")
    GIVEN_UP = "given_up", pgettext_lazy("of a message", "given up")
    DOUBTFUL = "doubtful", pgettext_lazy("of a message", "perhaps sent")


UNDER_WAY = (State.SENDING, State.HANDED)
FAILED = (State.REFUSED, State.GIVEN_UP, State.DOUBTFUL)
OVER = (State.SENT, State.SHOWN, *FAILED)


class Trouble(models.TextChoices):
    """What went wrong last, in the portal's words: a server's own may quote the address."""

    UNREACHABLE = "unreachable", _("The mail server does not answer.")
    UNSAFE = "unsafe", _("The mail server offers no safe connection as MAIL_SECURITY asks for it.")
    LOGIN = "login", _("The mail server refuses MAIL_USER or MAIL_PASSWORD.")
    SENDER = "sender", _("The mail server refuses MAIL_FROM as the sender.")
    BROKEN = "broken", _("The connection broke before the end of the message.")
    NOT_NOW = "not_now", _("The mail server asks to come again later.")
    BAD_ADDRESS = "bad_address", _("This is no e-mail address.")
    ADDRESS = "address", _("The mail server refuses this recipient.")
    CONTENT = "content", _("The mail server refuses this message.")
    INTERRUPTED = "interrupted", _("The sending program ended before the end of the message.")
    UNANSWERED = (
        "unanswered",
        _("The sending stopped at the last line of the message. It may or may not have arrived."),
    )
    ROBOT = "robot", _("The robot's service did not take it.")
    SWITCHED_OFF = "switched_off", _("The robot is switched off, or its address is not valid.")


class Webhook(models.Model):
    """A robot in a group chat of a school that repeats what the portal has to say to everybody."""

    school = models.ForeignKey(
        Unit,
        models.CASCADE,
        related_name="webhooks",
        limit_choices_to={"level": Unit.Level.SCHOOL},
        verbose_name=_("school"),
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("How you call the group, such as “All teachers”."))
    address = models.CharField(_("address"), max_length=500)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        ordering = ["school", "name"]

    def __str__(self) -> str:
        return self.name


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, mail: bool) -> MessageQuerySet:
        """What may be sent now, the longest waiting first; without `mail`, robots alone."""
        waiting = self.filter(state=State.QUEUED, next_at__lte=timezone.now()).order_by("next_at", "pk")
        return waiting if mail else waiting.exclude(webhook=None)

    def troubled(self) -> MessageQuerySet:
        """What the office should look at: failed, or tried in vain so far."""
        return self.filter(Message.IS_TROUBLED)

    def repeatable(self) -> MessageQuerySet:
        """What failed and can be sent again: its text is still known, and there is somebody to send it to."""
        return self.filter(Q(webhook__isnull=False) | ~Q(to=""), state__in=FAILED).exclude(text="")


class Message(models.Model):
    """Something to be sent, once. Nothing is deleted, so that a key is never used again; its text is forgotten."""

    IS_TROUBLED = Q(state__in=FAILED) | Q(state=State.QUEUED) & ~Q(trouble="")

    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    whom = models.CharField(_("for"), max_length=10, choices=Whom)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    webhook = models.ForeignKey(
        Webhook, models.CASCADE, null=True, related_name="messages", verbose_name=_("group robot")
    )
    to = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    unsubscribe = models.CharField(_("address to unsubscribe"), max_length=500, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    trouble = models.CharField(_("last trouble"), max_length=12, choices=Trouble, blank=True)
    answer = models.PositiveSmallIntegerField(_("answer of the server"), null=True)
    created_at = models.DateTimeField(_("queued"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["next_at", "id"], name="outbox_due", condition=Q(state="queued")),
            models.Index(fields=["id"], name="outbox_under_way", condition=Q(state__in=["sending", "handed"])),
            models.Index(
                fields=["-id"],
                name="outbox_troubled",
                condition=Q(state__in=["refused", "given_up", "doubtful"]) | Q(state="queued") & ~Q(trouble=""),
            ),
            models.Index(fields=["created_at"], name="outbox_remembered", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_whom_display()} {self.pk}"

    @property
    def recipient(self) -> str:
        """Who it is for, as the desk may read it: never a name. Who is told of a case shows whom it is kept from."""
        return self.get_whom_display()

    @property
    def can_be_sent_again(self) -> bool:
        """The same rule as `repeatable`, of a row that was read."""
        return self.state in FAILED and bool(self.text) and bool(self.to or self.webhook_id)
