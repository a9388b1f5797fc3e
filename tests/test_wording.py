"""How a text became another, as it is read: sentences first, then characters."""

from __future__ import annotations

import pytest

from apps.disclosures.wording import LONG, Piece, passages

FIRST = "活动定于4月20日进行，由各年级分别组织。"
SECOND = "费用由学校承担，家长不交任何钱款，也不代收保险。"


def woven(before: str, after: str) -> list[str]:
    """Each place with its marks: [gone→came] stands where words changed."""
    return ["".join(_shown(piece) for piece in pieces) for pieces in passages(before, after)]


def _shown(piece: Piece) -> str:
    change = f"[{piece.gone}→{piece.came}]" if piece.gone or piece.came else ""
    return piece.kept + change


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "新增一段", ["[→新增一段]"]),
        ("原有一段", "", ["[原有一段→]"]),
        ("6,980.00", "9,860.00", ["[6,980.00→9,860.00]"]),
        ("2026年4月8日", "2026年4月9日", ["[2026年4月8日→2026年4月9日]"]),
    ],
)
def test_short_text_stands_whole(before: str, after: str, shown: list[str]) -> None:
    assert woven(before, after) == shown


def test_only_the_sentence_that_changed_is_shown() -> None:
    assert woven(FIRST + SECOND, FIRST.replace("20", "27") + SECOND) == ["活动定于4月[20→27]日进行，由各年级分别组织。"]


def test_sentence_that_came_is_shown_alone() -> None:
    assert woven(FIRST, FIRST + SECOND) == [f"[→{SECOND}]"]


def test_two_places_are_two_passages() -> None:
    middle = "集合地点在学校操场东门。"
    after = FIRST.replace("20", "27") + middle + SECOND.replace("家长", "学生")
    assert len(woven(FIRST + middle + SECOND, after)) == 2


def test_as_many_sentences_that_changed_are_paired() -> None:
    before = FIRST + SECOND
    after = before.replace("20", "27").replace("学校承担", "学校负担")
    assert woven(before, after) == [
        "活动定于4月[20→27]日进行，由各年级分别组织。",
        "费用由学校[承→负]担，家长不交任何钱款，也不代收保险。",
    ]


def test_figure_is_never_cut() -> None:
    assert woven(
        "本月支出合计为 286,579.55 元，比上月略有增加。", "本月支出合计为 289,459.55 元，比上月略有增加。"
    ) == ["本月支出合计为 [286,579.55→289,459.55] 元，比上月略有增加。"]


def test_changes_around_one_character_are_one() -> None:
    before = "请各班班主任于本周五之前把名单交到教导处办公室签收。"
    after = before.replace("本周五", "下周一")
    assert woven(before, after) == ["请各班班主任于[本周五→下周一]之前把名单交到教导处办公室签收。"]


def test_sentence_of_which_little_stayed_stands_whole() -> None:
    assert woven(FIRST, SECOND) == [f"[{FIRST}→{SECOND}]"]


def test_very_long_place_is_not_compared_by_characters() -> None:
    before, after = "甲" * LONG, "甲" * LONG + "乙"
    assert woven(before, after) == [f"[{before}→{after}]"]


def test_text_that_differs_in_blank_lines_only_is_still_shown() -> None:
    assert woven(f"{FIRST}\n{SECOND}", f"{FIRST}\n\n{SECOND}") == [f"[{FIRST}\n{SECOND}→{FIRST}\n\n{SECOND}]"]


@pytest.mark.parametrize(("before", "after"), [(FIRST + SECOND, FIRST.replace("各年级", "德育处")), (SECOND, FIRST)])
def test_nothing_that_changed_is_lost(before: str, after: str) -> None:
    pieces = [piece for place in passages(before, after) for piece in place]
    gone, came = ("".join(getattr(piece, side) for piece in pieces) for side in ("gone", "came"))
    assert (set(before) - set(after) <= set(gone), set(after) - set(before) <= set(came)) == (True, True)
