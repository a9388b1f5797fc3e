"""The envelope every kind shares."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from apps.catalogue.models import Audience, Heading
from apps.disclosures import triggers
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.richtext import EXTENSIONS, sanitise
from apps.disclosures.states import FROZEN, Objectors, Outcome, State
from apps.organization.models import Unit

if TYPE_CHECKING:
    from apps.disclosures.drafting import NextPeriod
    from apps.disclosures.models.parts import Line


class Frozen(Exception):
    """The text of a submitted item was about to be changed."""


class Disclosure(models.Model):
    """One matter disclosed: the envelope. A list, a feed or a queue never needs more than this row."""

    glyph = ""
    """One character that stands for the kind on the board."""
    rank = 0
    """Place of the kind on the board."""
    emptied: tuple[str, ...] = ()
    """Columns that say what one period brought: the draft of the next period begins without them."""
    is_plain = False
    """Whether an item of this kind needs nothing but a text: the portal drafts its own statements in it."""

    kind = models.SlugField(_("kind"), editable=False)
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False, verbose_name=_("school"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="disclosures", verbose_name=_("responsible unit"))
    heading = models.ForeignKey(
        Heading, models.PROTECT, related_name="disclosures", verbose_name=_("catalogue heading")
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("in plain words"), max_length=300, blank=True, help_text=_("One or two sentences a parent understands.")
    )
    body = ProseEditorField(_("text"), blank=True, extensions=EXTENSIONS, sanitize=sanitise)
    basis = models.CharField(
        _("basis"), max_length=300, blank=True, help_text=_("The document this rests on, with its full number.")
    )
    doc_no = models.CharField(_("document number"), max_length=60, blank=True)
    made_on = models.DateField(_("made on"), default=timezone.localdate)
    signed_by = models.CharField(_("signed by"), max_length=60, blank=True)
    audience = models.CharField(_("audience"), max_length=8, choices=Audience)
    # The key outlives the account: a person may be deleted, who drafted may not be forgotten.
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        editable=False,
        verbose_name=_("drafted by"),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("leader in charge"),
    )
    publicity_days = models.PositiveSmallIntegerField(
        _("working days of publicity"),
        null=True,
        blank=True,
        help_text=_("Empty: nobody needs to be given time to object."),
    )
    objection_contact = models.CharField(
        _("who takes objections"), max_length=200, blank=True, help_text=_("Department, room and telephone.")
    )
    objectors = models.CharField(
        _("who may object"),
        max_length=8,
        choices=Objectors,
        default="",
        blank=True,
        help_text=_("Objections with a name only, where a rule asks for it."),
    )
    publish_at = models.DateTimeField(
        _("post at"),
        null=True,
        blank=True,
        help_text=_("Once approved, the portal posts it at this time. A draft is never posted by itself."),
    )
    display_until = models.DateField(
        _("shown until"), null=True, blank=True, help_text=_("Last day on the board; lists of names are taken down.")
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    change_note = models.CharField(
        _("what was corrected"), max_length=200, blank=True, help_text=_("For a correction: what changed and why.")
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    posted_at = models.DateTimeField(_("posted"), null=True, editable=False)
    publicity_starts_on = models.DateField(_("publicity begins"), null=True, editable=False)
    publicity_ends_at = models.DateTimeField(_("publicity ends"), null=True, editable=False)
    concluded_at = models.DateTimeField(_("concluded"), null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True, editable=False)
    register_year = models.PositiveSmallIntegerField(_("register year"), null=True, editable=False)
    register_serial = models.PositiveIntegerField(_("register number"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True, editable=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        triggers = triggers.on_disclosure
        constraints = [
            models.UniqueConstraint(
                fields=["register_year", "register_serial"], name="disclosure_register_number_once"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(state__in=("posted", "concluded", "superseded", "withdrawn")),
                name="disclosure_corrected_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "in_review", "approved"))
                | Q(posted_at__isnull=False, register_serial__isnull=False),
                name="disclosure_posted_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawal_reason=""), name="disclosure_withdrawn_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(outcome=""), name="disclosure_concluded_with_an_outcome"
            ),
        ]
        indexes = [
            models.Index(
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(state__in=("posted", "concluded")),
                name="disclosure_board",
            ),
            models.Index(
                F("kind"),
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(state__in=("posted", "concluded")),
                name="disclosure_list",
            ),
            models.Index(
                F("heading"),
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(state__in=("posted", "concluded")),
                name="disclosure_of_heading",
            ),
            models.Index(
                F("kind"),
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(state="withdrawn"),
                name="disclosure_withdrawn",
            ),
            models.Index(F("publicity_ends_at"), condition=Q(state="posted"), name="disclosure_in_publicity"),
            models.Index(
                F("state"),
                F("unit"),
                condition=Q(state__in=("draft", "in_review", "approved")),
                name="disclosure_desk",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def kinds() -> list[type[Disclosure]]:
        """The installed kinds in the order of the board: the models whose only base is Disclosure."""
        found = (m for m in apps.get_models() if issubclass(m, Disclosure) and m.__bases__ == (Disclosure,))
        return sorted(found, key=lambda model: (model.rank, model._meta.app_label))

    @classmethod
    def kind_of(cls, slug: str) -> type[Disclosure] | None:
        """The kind of this slug; None when its folder is not installed."""
        return next((model for model in cls.kinds() if model._meta.app_label == slug), None)

    @classmethod
    def plain_kind(cls) -> type[Disclosure]:
        """The kind in which the portal drafts statements of its own. Raises LookupError when none is installed."""
        if (plain := next((model for model in cls.kinds() if model.is_plain), None)) is None:
            raise LookupError("no installed kind is plain")
        return plain

    @classmethod
    def kind_name(cls) -> str:
        """The name of this kind as pages print it, in the reader's language."""
        return str(capfirst(cls._meta.verbose_name_plural))

    @classmethod
    def line_models(cls) -> list[type[Line]]:
        """The lines a kind brings, in the order they were declared."""
        from apps.disclosures.models.parts import Line

        related = (relation.related_model for relation in cls._meta.related_objects)
        return [model for model in related if isinstance(model, type) and issubclass(model, Line)]

    @cached_property
    def specific(self) -> Disclosure:
        """This item as its kind, with the kind's own fields. Raises DoesNotExist when the kind is not installed."""
        model = Disclosure.kind_of(self.kind)
        if model is None:
            raise Disclosure.DoesNotExist(f"kind {self.kind} is not installed")
        if isinstance(self, model):
            return self
        return model._default_manager.select_related("unit__parent__parent", "heading").get(pk=self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and self.state in FROZEN:
            raise Frozen(
                gettext("“%(title)s” is %(state)s: its text cannot be changed.")
                % {
                    "title": self.title,
                    "state": self.get_state_display(),
                }
            )
        if self._state.adding:
            self.kind = self._meta.app_label
        self.school = self.unit.school or self.unit
        self.body = sanitise(self.body)
        super().save(*args, **kwargs)

    def unready(self) -> list[str]:
        """What the kind still misses before it can be submitted, in sentences. A kind overrides this."""
        return []

    def of_period(self, period: NextPeriod) -> dict[str, Any]:
        """Values with which the draft of this period begins, this item being the last one or an empty one.

        A kind whose columns name a period overrides this.
        """
        return {}

    def names(self) -> set[str]:
        """Names of the people the item is about; a kind overrides this. They cannot review it."""
        return set()

    period_from: tuple[str, ...] = ()
    """What `period` reads beside the item's own row."""

    @property
    def period(self) -> tuple[datetime.date, datetime.date] | None:
        """The days that the item reports on, from the first to the last; a kind that names them overrides this."""
        return None

    def get_absolute_url(self) -> str:
        return reverse("board:item", args=[self.number])

    @property
    def number(self) -> str:
        """The register number of a posted item, short as in its address: 2026-012."""
        return f"{self.register_year}-{self.register_serial:03d}"

    @property
    def register_no(self) -> str:
        """The register number as it is printed: 校公开〔2026〕012号; empty before posting."""
        if self.register_serial is None:
            return ""
        return f"校公开〔{self.register_year}〕{self.register_serial:03d}号"

    @property
    def stamp(self) -> str:
        """Changes whenever the text does; a form carries it so that nobody acts on a text they have not seen."""
        return f"{self.version}.{self.revision}"

    @property
    def in_publicity(self) -> bool:
        """Posted, and its publicity period has not closed."""
        return self.state == State.POSTED and bool(self.publicity_ends_at and timezone.now() < self.publicity_ends_at)

    @property
    def real_name_required(self) -> bool:
        """Whether only objections with a name are accepted (item_forms.md §0.2 实名要求)."""
        return self.objectors == Objectors.NAMED

    @property
    def publicity_over(self) -> bool:
        """Its publicity period has closed, concluded or not."""
        return self.state in (State.POSTED, State.CONCLUDED) and bool(self.publicity_ends_at) and not self.in_publicity
