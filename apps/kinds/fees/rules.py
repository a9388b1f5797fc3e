"""What a fee schedule still misses, rule by rule: each yields sentences, none when it has nothing against it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.disclosures.templatetags.portal import listed, money

if TYPE_CHECKING:
    from apps.kinds.fees.models import FeeItem, FeeSchedule


def problems(schedule: FeeSchedule) -> list[str]:
    items = list(schedule.items.all())
    return [sentence for rule in RULES for sentence in rule(schedule, items)]


def schedule_is_whole(schedule: FeeSchedule, items: list[FeeItem]) -> Iterator[str]:
    """Items, relief and a telephone are what the rule on fee publicity asks for (regulations.md §3.1)."""
    if not items:
        yield _("Enter at least one item. If nothing is charged, list what is free.")
    if not schedule.relief_policy:
        yield _("Say who is exempt or pays less, and how to ask for it.")
    if not schedule.phones:
        yield _("Give a telephone for complaints about fees.")


def term_fits(schedule: FeeSchedule, items: list[FeeItem]) -> Iterator[str]:
    if schedule.term.school_id != schedule.school_id:
        yield _("The term belongs to another school. Choose one of your own.")
    if schedule.last_day < schedule.term.starts_on:
        yield _("The charges end before the term begins. Check “in force until”.")


def items_are_described(schedule: FeeSchedule, items: list[FeeItem]) -> Iterator[str]:
    for item in items:
        name = {"item": item.name}
        if not item.nature:
            yield (
                _("“%(item)s”: choose whether it is an administrative charge, a service or collected for others.")
                % name
            )
        if item.amount is None and not item.standard_text:
            yield _("“%(item)s”: enter an amount, or say in words how it is set.") % name
        if not item.charge_unit:
            yield _("“%(item)s”: say what it is charged per, such as 月 or 套.") % name
        if not item.document_numbers:
            yield _("“%(item)s”: give the number of the document it rests on.") % name


def waived_items_are_free(schedule: FeeSchedule, items: list[FeeItem]) -> Iterator[str]:
    for item in items:
        if item.is_waived and item.amount != 0:
            yield _("“%(item)s” is free of charge, so its amount is 0.") % {"item": item.name}


def services_are_voluntary(schedule: FeeSchedule, items: list[FeeItem]) -> Iterator[str]:
    for item in items:
        if item.must_be_voluntary and not item.is_voluntary:
            yield _("“%(item)s” (%(nature)s): nobody can be made to pay this. Tick “voluntary”.") % {
                "item": item.name,
                "nature": item.get_nature_display(),
            }


def one_price_in_a_grade(schedule: FeeSchedule, items: list[FeeItem]) -> Iterator[str]:
    for first, second in combinations(items, 2):
        shared = sorted(set(first.grades) & set(second.grades))
        differ = (first.amount, first.standard_text) != (second.amount, second.standard_text)
        if first.name == second.name and differ and shared:
            yield _("“%(item)s” has two different amounts for grade %(grades)s. Check the grades.") % {
                "item": first.name,
                "grades": listed(shared),
            }


def totals_add_up(schedule: FeeSchedule, items: list[FeeItem]) -> Iterator[str]:
    for total in schedule.totals.all():
        charged = sum((item.per_term for item in items if total.grade in item.grades), Decimal(0))
        if total.amount != charged:
            yield _("Grade %(grade)d: the stated total is %(stated)s yuan, but the items add up to %(sum)s yuan.") % {
                "grade": total.grade,
                "stated": money(total.amount),
                "sum": money(charged),
            }


RULES = (
    schedule_is_whole,
    term_fits,
    items_are_described,
    waived_items_are_free,
    services_are_voluntary,
    one_price_in_a_grade,
    totals_add_up,
)
