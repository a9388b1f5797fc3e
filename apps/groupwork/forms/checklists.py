"""The questions about a month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.groupwork.forms.records import RecordForm, item_number, words
from apps.groupwork.models import Answer, Checklist, Question, Verdict
from apps.groupwork.numbers import item_numbered
from apps.groupwork.years import Month


class ChecklistForm(RecordForm):
    """Three fields a question: the answer, a sentence, and the item it is about."""

    def __init__(self, month: Month, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month = month
        for question in Question:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label,
                choices=[(verdict.value, capfirst(verdict.label)) for verdict in Verdict],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )
            self.fields[f"{question}_remark"] = words(
                _("In a sentence"), _("Needed if the answer is not yes."), 3, max_length=500, required=False
            )
            self.fields[f"{question}_item"] = item_number(_("Register number of the item it is about"))
        self.order_fields([name for name in self.fields if name != "files"])

    @property
    def questions(self) -> list[list[forms.BoundField]]:
        """The fields of each question."""
        return [[self[name] for name in names_of(question)] for question in Question]

    def compare(self, data: dict[str, Any]) -> None:
        """A sentence where the answer is not yes; the items by their numbers."""
        for question in Question:
            verdict, remark, item = names_of(question)
            if data.get(verdict, Verdict.YES) != Verdict.YES and not data.get(remark) and remark not in self.errors:
                self.add_error(remark, gettext("Say in a sentence what was noticed."))
            try:
                data[item] = item_numbered(data.get(item, ""), self.school, self.user)
            except forms.ValidationError as error:
                self.add_error(item, error)

    def record(self) -> tuple[Checklist, list[Answer]]:
        """What was typed, as a record and its answers that are not written yet."""
        data = self.cleaned_data
        checklist = Checklist(school=self.school, month=self.month.first, form_token=data["token"])
        answers = []
        for question in Question:
            verdict, remark, item = (data[name] for name in names_of(question))
            given = Answer(checklist=checklist, question=question, verdict=verdict, remark=remark, disclosure=item)
            answers.append(given)
        return checklist, answers


def names_of(question: Question) -> tuple[str, str, str]:
    """The names of its three fields."""
    return question.value, f"{question}_remark", f"{question}_item"
