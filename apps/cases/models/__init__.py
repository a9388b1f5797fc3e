"""Cases, what belongs to them, and their history."""

from apps.cases.models.case import Case, Identity
from apps.cases.models.events import Event
from apps.cases.models.parts import Application, Attachment, BoxOpening, Publication, Reply

__all__ = ["Application", "Attachment", "BoxOpening", "Case", "Event", "Identity", "Publication", "Reply"]
