from __future__ import annotations

from typing import Any

import factory

from apps.disclosures.factories import DisclosureFactory
from apps.kinds.awards.models import AwardRound, Honouree


class HonoureeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Honouree

    name = factory.Sequence(lambda n: f"乙{n:03d}")
    unit_or_class = "中年级组"
    post = "四年级数学教师"
    votes_for = 91
    votes_against = 3
    votes_abstain = 2


class AwardRoundFactory(DisclosureFactory):
    """A round among the staff; `honourees` is a list of each one's own values."""

    class Meta:
        model = AwardRound

    award_name = "先进工作者"
    level = "district"
    school_year = "2026—2027"
    conditions = "在本校工作满三年，年度考核合格。"
    quota = 2
    procedure = "各年级组推荐，全体教职工测评，党政工联席会议研究。"
    voters_present = 96

    @factory.post_generation
    def honourees(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        for position, values in enumerate([{}, {}] if extracted is None else extracted):
            HonoureeFactory(disclosure=self, position=position, **values)
