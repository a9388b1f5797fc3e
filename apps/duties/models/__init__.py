from apps.duties.models.choices import Choice, Consequence, Start
from apps.duties.models.duty import Duty, Occurrence
from apps.duties.models.events import Event
from apps.duties.models.people import Arrangement, Part, Responsibility, StandIn
from apps.duties.models.placement import Origin, Placement, Purpose

__all__ = [
    "Arrangement", "Choice", "Consequence", "Duty", "Event", "Occurrence", "Origin", "Part", "Placement", "Purpose",
    "Responsibility", "StandIn", "Start",
]  # fmt: skip
