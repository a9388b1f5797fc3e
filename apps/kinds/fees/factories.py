from __future__ import annotations

import datetime
from typing import Any

import factory

from apps.calendars.models import Term
from apps.disclosures.factories import DisclosureFactory
from apps.kinds.fees.models import FeeItem, FeeSchedule, FeeTotal, Nature


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ("school", "name")

    name = "2026—2027学年第一学期"
    starts_on = datetime.date(2026, 9, 1)
    ends_on = datetime.date(2027, 1, 22)


class FeeItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeeItem

    nature = Nature.SERVICE
    name = "课后服务"
    amount = "120.00"
    charge_unit = "月"
    times_per_term = 5
    doc_no = "澄发改价〔2023〕118号"
    approving_body = "澄溪区发展和改革局"
    scope = "参加课后服务的学生"
    charged_when = "每月"
    is_voluntary = True
    relief = "甲类全免，乙类减半"


class FeeTotalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeeTotal

    grade = 1


class FeeScheduleFactory(DisclosureFactory):
    """A schedule with `items` and `totals`, each a list of the line's own values."""

    class Meta:
        model = FeeSchedule

    term = factory.SubFactory(TermFactory, school=factory.LazyAttribute(lambda term: term.factory_parent.unit.school))
    relief_policy = "甲类：最低生活保障家庭、孤儿、残疾学生，学校按名单直接免收。\n乙类：突发困难家庭，向班主任说明。"
    settlement_rule = "连续请假满 5 个在校日的，按实际天数退还，次月 10 日前原路退回。"
    supervision_phones = "学校总务处 0000-555-0132\n区教育局 0000-555-0140"

    @factory.post_generation
    def items(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        for position, values in enumerate([{}] if extracted is None else extracted):
            FeeItemFactory(disclosure=self, position=position, **values)

    @factory.post_generation
    def totals(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        for position, values in enumerate([{"amount": "600.00"}] if extracted is None else extracted):
            FeeTotalFactory(disclosure=self, position=position, **values)
