from apps.groupwork.models.checklists import Answer, Checklist, Question, Verdict
from apps.groupwork.models.files import File
from apps.groupwork.models.meetings import Meeting, Presence
from apps.groupwork.models.plans import Plan
from apps.groupwork.models.records import Record

__all__ = ["Answer", "Checklist", "File", "Meeting", "Plan", "Presence", "Question", "Record", "Verdict"]
