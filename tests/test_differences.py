"""What changed in a table: every line is known by its name."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from apps.disclosures.differences import Difference, differences
from apps.kinds.finance.models import FinanceLine, FinanceSummary

with translation.override(settings.LANGUAGE_CODE):
    TABLE = str(FinanceLine._meta.verbose_name_plural)
    NAME = str(FinanceLine._meta.get_field("category").verbose_name)
TRAINING = {NAME: "教师培训", "本期": "6980.00", "累计": "6980.00", "预算": "168000.00", "方向": "支出"}
WATER = {NAME: "水电", "本期": "21640.35", "累计": "48933.80", "预算": "342000.00", "方向": "支出"}
OTHER_IN = {NAME: "其他", "本期": "100.00", "方向": "收入"}
OTHER_OUT = {NAME: "其他", "本期": "200.00", "方向": "支出"}


def compared(before: list[Any], after: list[Any]) -> list[Difference]:
    old, new = ({"fields": {}, "tables": {TABLE: lines}} for lines in (before, after))
    with translation.override("en"):
        return differences(old, new, FinanceSummary)


def shown(before: list[Any], after: list[Any]) -> list[tuple[str, str, str, str]]:
    return [
        (difference.where, place.column, place.before, place.after)
        for difference in compared(before, after)
        for place in difference.passages
    ]


def test_changed_amount_reads_from_and_to() -> None:
    corrected = {**TRAINING, "本期": "9860.00"}
    assert shown([WATER, TRAINING], [WATER, corrected]) == [(f"{TABLE} · 教师培训", "本期", "6,980.00", "9,860.00")]


def test_line_that_came_is_one_line() -> None:
    whole = "本期 21,640.35 · 累计 48,933.80 · 预算 342,000.00 · 方向 支出"
    assert shown([TRAINING], [WATER, TRAINING]) == [(f"{TABLE} · 水电", "", "", whole)]


def test_line_that_went_is_one_line() -> None:
    ((where, _column, before, after),) = shown([TRAINING, OTHER_IN], [TRAINING])
    assert (where, before, after) == (f"{TABLE} · 其他", "本期 100.00 · 方向 收入", "")


def test_line_under_another_name_is_the_same_line() -> None:
    renamed = {**TRAINING, NAME: "教师研修"}
    assert shown([TRAINING], [renamed]) == [(f"{TABLE} · 教师研修", NAME, "教师培训", "教师研修")]


def test_another_line_is_not_taken_for_a_renamed_one() -> None:
    assert len(compared([TRAINING], [WATER])) == 2


def test_lines_of_one_name_are_told_apart_by_what_else_they_say() -> None:
    corrected = [{**OTHER_OUT, "本期": "250.00"}, {**OTHER_IN, "本期": "150.00"}]
    found = [(before, after) for _where, _column, before, after in shown([OTHER_IN, OTHER_OUT], corrected)]
    assert found == [("200.00", "250.00"), ("100.00", "150.00")]


def test_line_that_stood_twice_and_stands_once_went_once() -> None:
    assert len(compared([WATER, WATER], [WATER])) == 1


@pytest.mark.parametrize(("after", "said"), [([TRAINING, WATER], []), ([WATER, TRAINING], [f"{TABLE}: another order"])])
def test_another_order_is_said(after: list[Any], said: list[str]) -> None:
    remarks = [d for d in compared([TRAINING, WATER], after) if d.remark == "The lines stand in another order."]
    assert [f"{d.where}: another order" for d in remarks] == said


def test_line_that_moved_and_changed_is_both() -> None:
    assert len(compared([TRAINING, WATER], [WATER, {**TRAINING, "本期": "1.00"}])) == 2


def test_value_that_moves_to_another_column_is_two_places() -> None:
    assert len(shown([{NAME: "水电", "预算": "100"}], [{NAME: "水电", "决算": "100"}])) == 2


def test_replaced_file_shows_its_fingerprint_cut() -> None:
    with translation.override(settings.LANGUAGE_CODE):
        table, name = (translation.gettext(word) for word in ("attachments", "file"))
    old, new = ({"fields": {}, "tables": {table: [{name: "依据.pdf", "SHA-256": digit * 64}]}} for digit in ("a", "b"))
    (difference,) = differences(old, new, FinanceSummary)
    place = difference.passages[0]
    assert (difference.where, place.before, place.after) == (f"{table} · 依据.pdf", "aaaaaaaa…", "bbbbbbbb…")


def test_files_whose_fingerprints_begin_alike_are_two() -> None:
    old, new = ({"fields": {}, "tables": {"附件": [{"SHA-256": "a" * 63 + digit}]}} for digit in "01")
    assert differences(old, new, FinanceSummary)


def test_table_that_no_kind_knows_is_compared_all_the_same() -> None:
    old, new = ({"fields": {}, "tables": {"旧表": lines}} for lines in ([{"项目": "水电"}], []))
    (difference,) = differences(old, new, FinanceSummary)
    assert (difference.where, difference.passages[0].before) == ("旧表", "项目 水电")
