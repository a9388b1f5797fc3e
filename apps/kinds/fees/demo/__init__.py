"""The fee schedules of the demo school."""

from __future__ import annotations

from typing import Any

from apps.disclosures.states import State
from apps.kinds.fees.demo.charges import (
    DOCUMENTS,
    LAST_TERM,
    MEAL_NO,
    NEW_NO,
    OUTING_NO,
    PHONES,
    PRICE_BUREAU,
    SCHOOL_BUREAU,
    SERVICE_NO,
    TEXT,
    THIS_TERM,
    UNIFORM_NO,
    collected,
    free,
    line,
    service,
    totals,
)
from apps.kinds.fees.factories import FeeScheduleFactory


def add_items(plan: Any) -> None:
    for term, items in ((plan.last_term, LAST_TERM), (plan.this_term, THIS_TERM)):
        plan.item(
            FeeScheduleFactory,
            unit="总务处",
            heading="0501",
            on=plan.before(term.starts_on, 2),
            title=f"{term.name}收费公示",
            summary="义务教育阶段免收学费、杂费和教科书费。下表是本学期全部收费项目，表外一律不收；遇到表外收费请拨监督电话。",
            term=term,
            items=items,
            totals=totals(items),
            **TEXT,
            road={"documents": DOCUMENTS},
        )
    for add in (adjustment, waivers, settlement, staff_meals, under_way):
        add(plan)


def adjustment(plan: Any) -> None:
    """In its publicity period whatever the day."""
    document = {
        f"{NEW_NO} 调整课后服务收费": "一、课后服务改为按天计费，每生每天 6.5 元，每月不超过 130 元。\n二、参加天数由家长选择，每周至少一天。\n三、减免办法不变。\n四、调整前须公示不少于 7 个工作日，期满无异议的，从次月起执行。"
    }
    adjusted = plan.item(
        FeeScheduleFactory,
        unit="总务处",
        heading="0501",
        on=plan.ago(3),
        title="课后服务收费标准调整公示",
        summary="课后服务由每月 120 元改为按天计费：每天 6.50 元，只报三天的，每月大约 78 元。五天全报的，每月最多 130 元。",
        publicity_days=7,
        term=plan.this_term,
        items=[
            service(
                "课后服务（按天）",
                "6.50",
                "天",
                NEW_NO,
                charged_when="每月月底按实际天数结算",
                relief="甲类全免，乙类减半",
                remark="每月最多 130 元",
            ),
            service(
                "午休看护",
                "30.00",
                "月",
                SERVICE_NO,
                5,
                charged_when="每月 5 日前",
                relief="甲类全免，乙类减半",
                remark="不调整",
            ),
        ],
        totals=[],
        body="<h3>为什么调整</h3><p>意见箱和家长会上，许多家长提出“孩子每周只来三天，为什么交五天的钱”。学校测算后报区发展和改革局批准，改为按天计费。</p><h3>影响谁</h3><p>目前 988 人参加，其中 312 人每周不足五天，调整后他们每月少交 16 至 94 元；五天全勤的学生每月多交不超过 10 元。</p><h3>什么时候开始</h3><p>公示期满、没有异议的，从下个月 1 日起执行。有异议的，先答复，再决定。</p>",
        **TEXT,
        road={"documents": {**document, **dict([next(iter(DOCUMENTS.items()))])}},
    )
    plan.letter(
        "objection",
        "五天全报的最多要交 130 元，比原来的 120 元还多。调整应当只减不增。",
        on=plan.ago(3),
        to="drafted",
        item=adjusted,
        handler="sup3",
        finding="dismissed",
        reply="按天计费以后，五天全报的每月多交不超过 10 元，封顶 130 元，在批准的标准以内。312 人少交，多交的可以选四天。",
        values={"may_publish": True},
    )
    plan.letter(
        "objection",
        "请假的那几天扣不扣钱，公示里没有写。上学期孩子住院两个星期，钱照扣。",
        on=plan.ago(2),
        to="assigned",
        item=adjusted,
        handler="sup6",
        values={"channel": "phone", "may_publish": True},
    )


def waivers(plan: Any) -> None:
    plan.item(
        FeeScheduleFactory,
        unit="总务处",
        heading="0502",
        on=plan.ago(100),
        title="家庭困难学生收费减免办法",
        summary="符合条件的孩子，课后服务、午休、午餐和校服可以少交或不交。大多数家庭不用申请，学校直接免。",
        term=plan.last_term,
        items=[
            free("课后服务（甲类）", "月", SERVICE_NO, PRICE_BUREAU, "甲类学生"),
            free("校内午餐（甲类）", "餐", MEAL_NO, SCHOOL_BUREAU, "甲类学生"),
            service("课后服务（乙类）", "60.00", "月", SERVICE_NO, 5, scope="乙类学生", relief="减半"),
        ],
        totals=[],
        **TEXT,
    )


def settlement(plan: Any) -> None:
    """Of the newest term whose books are closed."""
    term, day = plan.closed(7)
    plan.item(
        FeeScheduleFactory,
        unit="总务处",
        heading="0505",
        on=day,
        title=f"{term.name}代收费结算与退费",
        summary="代收的钱按实际花费结算，多收的已原路退回。社会实践每人退 7.40 元，校服没有差价。",
        term=term,
        items=[
            collected("社会实践活动（实际花费）", "77.60", "次", OUTING_NO, remark="预收 85.00，退 7.40"),
            collected(
                "校服（春秋装一套，一年级）", "146.00", "套", UNIFORM_NO, grade_from=1, grade_to=1, remark="与预收相同"
            ),
            collected(
                "校服（春秋装一套，七年级）", "158.00", "套", UNIFORM_NO, grade_from=7, grade_to=7, remark="与预收相同"
            ),
        ],
        totals=[{"grade": 1, "amount": "223.60"}, {"grade": 7, "amount": "235.60"}],
        **TEXT,
        road={
            "documents": {
                f"{OUTING_NO} 社会实践活动结算单": "参加 1,806 人，预收 153,510.00 元。\n交通 68,400.00 元，门票 58,695.60 元，保险 13,050.00 元，合计 140,145.60 元。\n应退 13,364.40 元，已于学期结束后 10 个工作日内原路退回。"
            }
        },
    )


def staff_meals(plan: Any) -> None:
    plan.item(
        FeeScheduleFactory,
        unit="总务处",
        heading="0503",
        on=plan.ago(26),
        audience="staff",
        title="教职工工作餐收费标准",
        summary="教职工午餐每餐 12 元，按刷卡次数每月结算，与学生伙食费分开记账。",
        term=plan.this_term,
        items=[
            service("教职工午餐", "12.00", "餐", MEAL_NO, scope="在校用餐的教职工", charged_when="每月最后一个工作日")
        ],
        totals=[],
        **{**TEXT, "relief_policy": "值班、陪餐人员当餐由学校承担，凭值班表结算。"},
        road={
            "opinions": (
                ("return", "应写明晚餐是否供应。"),
                ("endorse", ""),
                ("endorse", ""),
                ("endorse", ""),
                ("endorse", ""),
            )
        },
    )


def under_way(plan: Any) -> None:
    """A draft that came back, and one that is not finished."""
    plan.item(
        FeeScheduleFactory,
        unit="总务处",
        heading="0503",
        on=plan.ago(2),
        to=State.DRAFT,
        title="校外实践活动代收费公示",
        summary="四至八年级到区劳动实践基地活动一天，费用包括交通、午餐和保险。",
        term=plan.this_term,
        items=[
            collected("校外实践活动", "98.00", "次", "上级文件", grade_from=4, grade_to=8, charged_when="活动前一周")
        ],
        totals=[],
        **{**TEXT, "relief_policy": "按有关规定执行。"},
        road={
            "returned": (
                ("return", "依据只写了“上级文件”，请写全文号。"),
                ("return", "没写减免办法，哪些孩子可以不交、怎样办，要写明白。"),
                ("endorse", ""),
                ("return", "98 元怎么来的？请列出交通、午餐、保险各多少。"),
                ("return", "同意以上意见。请写明不参加的学生当天怎么安排。"),
            )
        },
    )
    plan.item(
        FeeScheduleFactory,
        unit="总务处",
        heading="0503",
        on=plan.ago(1),
        to=State.DRAFT,
        title="冬夏校服补订代收费",
        summary="尺码不合的学生可以补订，自愿。",
        term=plan.this_term,
        items=[
            line(nature="", name="冬季校服", amount=None, charge_unit="", doc_no=""),
            collected("夏季校服", "88.00", "套", UNIFORM_NO),
        ],
        totals=[],
        relief_policy="",
        settlement_rule="",
        supervision_phones=PHONES,
    )
