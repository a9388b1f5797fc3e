from apps.groupwork.forms.checklists import ChecklistForm
from apps.groupwork.forms.meetings import MeetingForm
from apps.groupwork.forms.plans import PlanForm
from apps.groupwork.forms.records import StrikeForm

__all__ = ["ChecklistForm", "MeetingForm", "PlanForm", "StrikeForm"]
