"""The platform's tables. It knows no kind by name."""

from apps.disclosures.models.envelope import Disclosure, Frozen
from apps.disclosures.models.events import Event, Register
from apps.disclosures.models.parts import Attachment, KindMeta, Line

__all__ = ["Attachment", "Disclosure", "Event", "Frozen", "KindMeta", "Line", "Register"]
