"""The finance summaries of the demo school."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from apps.disclosures.states import State
from apps.kinds.finance.demo.book import (
    BOOKS,
    SERVICE_MONTHS,
    Month,
    first_day,
    following,
    last_day,
    left_after,
    months,
    statement,
)
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.finance.models import Direction, PeriodType

FORGOTTEN = Decimal("2880.00")
"""Yuan of teacher training that a first version left out."""
WHY = (
    "水电燃气随季节变化；校舍维修和设备购置按工程、合同付款，不是每月都有，大额集中在假期；"
    "专项拨款每季度到账一次；困难学生资助每学期发放两次；课后服务假期不开，所以不收也不支。"
)
MEALS = (25870, 27435, 26510, 26940, 28120, 27380, 28310, 27645, 28905)
"""Meals served in each month."""
PREPARED = {"prepared_by": "总务处会计", "reviewed_by": "总务处主任"}


def add_items(plan: Any) -> None:
    for add in (monthly, of_the_term, canteen, donations, budget, under_way):
        add(plan)


def since(plan: Any) -> int:
    """The year in which the demo's book begins."""
    return plan.today.year - 2


def reported(plan: Any, day: int) -> list[Month]:
    """Months whose report is due on this day of the next month and is over; the newest last."""
    this = (plan.today.year, plan.today.month)
    past = [following(this, -back) for back in range(16, 0, -1)]
    return [month for month in past if due(plan, month, day) < plan.today]


def due(plan: Any, month: Month, day: int) -> datetime.date:
    return plan.worked(first_day(following(month)) + datetime.timedelta(days=day - 1))


def monthly(plan: Any) -> None:
    """A year and a month, so that every page of the last half year has its bars; the last but one was corrected."""
    found = reported(plan, 8)[-13:]
    for month in found:
        number = month[1]
        common = {
            "unit": "总务处",
            "heading": "0905",
            "audience": "public",
            "title": f"{month[0]}年{number}月财务收支摘要",
            "plain_note": note(number),
            "explanation": WHY,
            **PREPARED,
        }
        right = statement([month], since(plan))
        wrong = statement([month], since(plan), FORGOTTEN) if month == found[-2] else right
        day = due(plan, month, 8)
        posted = plan.item(FinanceSummaryFactory, on=day, summary=spent(wrong), **common, **wrong)
        if wrong is not right:
            plan.item(
                FinanceSummaryFactory,
                on=plan.after(day, 6),
                summary=spent(right),
                change_note=correction(wrong, right),
                **common,
                **right,
                road={"corrects": posted},
            )
            pointed_out(plan, posted)


def pointed_out(plan: Any, item: Any) -> None:
    """How the mistake was found."""
    plan.letter(
        "mistake",
        "教师培训这一项，比工会公布的培训安排少了一笔。请核对是不是漏记了。",
        on=item.on,
        item=item,
        unit="总务处",
        finding="upheld",
        reply="核对过了，确实漏记一笔培训费。更正正在走审议，通过后马上公布。谢谢您。",
        public=("教师培训是不是少记了一笔？", "是的，漏记一笔。更正审议通过后公布，旧的一份注明已更正。"),
        values={"may_publish": True},
    )


def note(number: int) -> str:
    if number in SERVICE_MONTHS:
        return (
            "课后服务费去哪了？本月收 118,560.00 元（988 人，每人 120 元），其中 94,848.00 元付给参加服务的教师和外聘人员，"
            "占 80%；其余留作耗材和水电，学期末一并结算公布。\n捐赠怎么用？慰问款专款专用，支出情况按季度另行公布。"
        )
    return "假期不开课后服务，没有这项收支。\n维修和采购多安排在假期，所以支出比平时多。"


def spent(month: dict[str, Any]) -> str:
    income, expense = ([line for line in month["lines"] if line["direction"] == side] for side in Direction)
    most = sorted(expense, key=lambda line: line["amount"], reverse=True)[:2]
    return (
        f"本月收入 {total(income):,.2f} 元，支出 {total(expense):,.2f} 元。"
        f"花得最多的是{most[0]['category']}和{most[1]['category']}。"
    )


def total(lines: Iterable[dict[str, Any]]) -> Decimal:
    return sum((Decimal(line["amount"]) for line in lines), Decimal(0))


def correction(wrong: dict[str, Any], right: dict[str, Any]) -> str:
    was, is_now = (
        next(line["amount"] for line in month["lines"] if line["category"] == "教师培训") for month in (wrong, right)
    )
    return f"“教师培训”本月原列 {was:,.2f} 元，漏计一笔 {FORGOTTEN:,.2f} 元，现更正为 {is_now:,.2f} 元，合计随之改动。"


def of_the_term(plan: Any) -> None:
    """Of the newest term whose books are closed."""
    term, day = plan.closed(8)
    first, last = plan.whole_months(term)
    period = months(first, last)
    plan.item(
        FinanceSummaryFactory,
        unit="总务处",
        heading="0903",
        on=day,
        title=f"{term.name}财务收支状况",
        summary=f"{first[1]} 月至 {last[1]} 月的收入、支出和结余，与每月公布的数字加起来一致。已在教职工大会上报告。",
        period_type=PeriodType.SEMESTER,
        plain_note="课后服务结余留到下学期，用于外聘教师和材料，不作他用。\n公用经费结余按规定结转。",
        explanation=WHY,
        **PREPARED,
        **statement(period, since(plan)),
        road={
            "documents": {
                "学期财务审查意见": "监督小组查看了总账、明细账和全部大额凭证。\n账目清楚，手续齐全，票据真实。\n建议：零星采购每月汇总公布一次。"
            }
        },
    )


def canteen(plan: Any) -> None:
    """Months of meals, each with what the next begins with; the canteen is shut in the holidays."""
    found = [month for month in reported(plan, 13) if month[1] not in (2, 7, 8)][-len(MEALS) :]
    left = Decimal("12460.50")
    for month, meals in zip(found, MEALS, strict=True):
        lines = canteen_lines(meals)
        closing = left + sum((-1 if line["direction"] == Direction.EXPENSE else 1) * line["amount"] for line in lines)
        plan.item(
            FinanceSummaryFactory,
            unit="总务处",
            heading="1001",
            on=due(plan, month, 13),
            title=f"{month[0]}年{month[1]}月食堂收支与伙食费使用情况",
            summary=f"本月供餐 {meals:,} 份，收伙食费 {lines[0]['amount']:,.2f} 元。每收 100 元，有 74 元买了食材。",
            period_start=first_day(month),
            period_end=last_day(month),
            opening_balance=left,
            closing_balance=closing,
            plain_note="食堂由学校自己办，不承包，不赚钱。结余留作下月伙食。\n大米、油、肉、蛋由区统一配送，价格每周张贴在食堂门口。",
            explanation="供餐份数随在校天数变化，各项支出随之增减。",
            **PREPARED,
            lines=lines,
        )
        left = closing


def canteen_lines(meals: int) -> list[dict[str, Any]]:
    income = Decimal(meals) * 9
    shares = (("食材", "0.74"), ("人工", "0.17"), ("燃气水电", "0.06"), ("餐具与消毒用品", "0.02"))
    spending = [
        {
            "direction": Direction.EXPENSE,
            "category": name,
            "amount": (income * Decimal(share)).quantize(Decimal("0.01")),
        }
        for name, share in shares
    ]
    return [{"direction": Direction.INCOME, "category": "学生伙食费", "amount": income}, *spending]


def donations(plan: Any) -> None:
    """Of the newest quarter that is reported."""
    last = next(month for month in reversed(reported(plan, 15)) if month[1] % 3 == 0)
    period = months(following(last, -2), last)
    plan.item(
        FinanceSummaryFactory,
        unit="总务处",
        heading="0910",
        on=due(plan, last, 15),
        title=f"{last[0]}年第{'一二三四'[last[1] // 3 - 1]}季度接受捐赠与使用情况",
        summary="收到校友和社区捐款 12,000.00 元，买图书 412 册，余款下季度购置书架。",
        period_type=PeriodType.QUARTER,
        period_start=first_day(period[0]),
        period_end=last_day(last),
        opening_balance="2310.00",
        closing_balance="4186.40",
        plain_note="捐款人愿意公开姓名的已在捐赠证书上写明，其余按本人意愿不公开。\n图书放在各班图书角，目录可在图书馆查看。",
        **PREPARED,
        lines=[
            {"direction": Direction.INCOME, "category": "校友捐款", "amount": "9000.00"},
            {"direction": Direction.INCOME, "category": "社区爱心捐款", "amount": "3000.00"},
            {
                "direction": Direction.EXPENSE,
                "category": "班级图书角购书",
                "amount": "10123.60",
                "note": "412 册，平均每册 24.57 元",
            },
        ],
        road={
            "documents": {
                "捐赠接收与使用清单": "校友捐款 9,000.00 元，社区爱心捐款 3,000.00 元，均开具捐赠票据。\n购书 412 册，合计 10,123.60 元，两人验收。\n结余 4,186.40 元。"
            }
        },
    )


def budget(plan: Any) -> None:
    day = plan.latest(3, 6)
    planned = [
        {"direction": side, "category": name, "amount": amount}
        for side, book in BOOKS
        for name, (amount, _row) in book.items()
        if amount
    ]
    opening = left_after((day.year - 1, 12), since(plan))
    closing = opening + sum(
        (-1 if line["direction"] == Direction.EXPENSE else 1) * Decimal(line["amount"]) for line in planned
    )
    plan.item(
        FinanceSummaryFactory,
        unit="总务处",
        heading="0901",
        on=day,
        title=f"{day.year}年度学校预算",
        summary="今年准备收多少、花多少、花在哪里。“三公”经费全年 0 元。",
        period_type=PeriodType.YEAR,
        period_start=datetime.date(day.year, 1, 1),
        period_end=datetime.date(day.year, 12, 31),
        opening_balance=opening,
        closing_balance=closing,
        plain_note="人员工资由区财政统一发放，不在本表内。\n预算需要调整的，按程序报批后另行公布。",
        **PREPARED,
        lines=planned,
    )


def under_way(plan: Any) -> None:
    """A quarter whose bookkeeping is not finished: it does not balance yet."""
    last = next(month for month in reversed(reported(plan, 1)) if month[1] % 3 == 0)
    period = months(following(last, -2), last)
    unfinished = statement(period, since(plan))
    plan.item(
        FinanceSummaryFactory,
        unit="总务处",
        heading="0904",
        on=plan.ago(1),
        to=State.DRAFT,
        title=f"{last[0]}年第{'一二三四'[last[1] // 3 - 1]}季度专项经费执行情况",
        summary="",
        period_type=PeriodType.QUARTER,
        **{**unfinished, "lines": unfinished["lines"][:-3]},
    )
