from __future__ import annotations

from typing import Any

import factory

from apps.disclosures.factories import DisclosureFactory
from apps.kinds.personnel.models import Appointee, PersonnelChange


class AppointeeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointee

    name = factory.Sequence(lambda n: f"丙{n:03d}")
    gender = "female"
    birth_month = "1985-09"
    education = "大学本科"
    political_status = "中共党员"
    current_post = "七年级语文教师、年级组长"
    proposed_post = "教导处副主任（教学常规）"
    years_of_service = 14
    selection_method = "民主推荐、考察"


class PersonnelChangeFactory(DisclosureFactory):
    """An appointment; `appointees` is a list of each one's own values."""

    class Meta:
        model = PersonnelChange

    grounds = "全体教职工会议民主推荐，考察组谈话了解，党支部会议研究确定。"
    eligible_voters = 98
    present_voters = 96
    valid_votes = 96
    probation_months = 12

    @factory.post_generation
    def appointees(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        for position, values in enumerate([{}] if extracted is None else extracted):
            AppointeeFactory(disclosure=self, position=position, **values)
