"""What the demo school charges, on which documents, and how a line of the table is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from apps.kinds.fees.models import Nature

SERVICE_NO, MEAL_NO, BOOK_NO, UNIFORM_NO, OUTING_NO = (
    "澄发改价〔2023〕118号",
    "澄教财〔2023〕41号",
    "澄教财〔2024〕26号",
    "澄教〔2024〕9号",
    "澄教财〔2024〕31号",
)
NEW_NO = "澄发改价〔2026〕57号"
PRICE_BUREAU, SCHOOL_BUREAU = "澄溪区发展和改革局", "澄溪区教育局"
DOCUMENTS = {
    f"{SERVICE_NO} 课后服务收费标准": "一、课后服务由学生和家长自愿参加。\n二、收费标准每生每月不超过 120 元，午休看护每生每月不超过 30 元。\n三、最低生活保障家庭学生、孤儿、残疾学生全免，突发困难家庭学生减半。\n四、学校在收费前公示。",
    f"{MEAL_NO} 学校食堂伙食费": "一、学校食堂不以营利为目的，伙食费单独核算。\n二、午餐每餐 9 元，按实际用餐次数结算。\n三、伙食费收支每月向家长公布。",
    f"{BOOK_NO} 免费教科书与作业本": "义务教育阶段学生免收学费、杂费、教科书费和作业本费，所需资金由财政承担。",
    f"{UNIFORM_NO} 校服选用": "学生自愿购买校服，可以按样自购。学校不得强制购买，不得收取差价。",
    f"{OUTING_NO} 代收费管理办法": "代收费据实结算，学期结束公布明细，多收的退还，不足的由学校承担。",
}
PHONES = (
    "学校总务处 0000-555-0125\n学校监督电话 0000-555-0132\n澄溪区教育局 0000-555-0140\n澄溪区发展和改革局 0000-555-0150"
)
RELIEF = (
    "甲类：最低生活保障家庭、特困供养、孤儿、残疾学生，学校按民政、残联名单直接免收，不用申请。\n"
    "乙类：突发困难家庭、一户三孩在校，向班主任或总务处说明，5 个工作日内答复。"
)
REFUND = (
    "连续请假满 5 个在校日的，课后服务、午休看护按实际天数退还，午餐按实际用餐次数结算，次月 10 日前原路退回。\n"
    "只通过学校缴费平台收取并开具票据。任何班级、教师、家长委员会不得代收现金。"
)


def free(name: str, unit: str, doc_no: str, body: str = SCHOOL_BUREAU, scope: str = "全体学生") -> dict[str, Any]:
    return line(
        nature=Nature.ADMINISTRATIVE,
        name=name,
        amount="0.00",
        charge_unit=unit,
        doc_no=doc_no,
        approving_body=body,
        scope=scope,
        relief="全体免收" if scope == "全体学生" else "",
        is_waived=True,
        is_voluntary=False,
    )


def line(**values: Any) -> dict[str, Any]:
    """A line with nothing of the factory's own in it."""
    empty = {
        "times_per_term": None,
        "approving_body": "",
        "charged_when": "",
        "relief": "",
        "scope": "自愿参加的学生",
        "is_voluntary": True,
    }
    return {**empty, **values}


def service(name: str, amount: str, unit: str, doc_no: str, times: int | None = None, **more: Any) -> dict[str, Any]:
    body = PRICE_BUREAU if doc_no in (SERVICE_NO, NEW_NO) else SCHOOL_BUREAU
    return line(
        nature=Nature.SERVICE,
        name=name,
        amount=amount,
        charge_unit=unit,
        doc_no=doc_no,
        times_per_term=times,
        approving_body=body,
        **more,
    )


def collected(name: str, amount: str, unit: str, doc_no: str, **more: Any) -> dict[str, Any]:
    return line(
        nature=Nature.AGENCY,
        name=name,
        amount=amount,
        charge_unit=unit,
        doc_no=doc_no,
        approving_body=SCHOOL_BUREAU,
        **more,
    )


def term_items(outing: str, uniforms: tuple[str, str], *more: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that is charged in a term; the prices of the outing and the uniforms are set anew for each."""
    return [
        free("学费、杂费", "学期", "《中华人民共和国义务教育法》第二条", ""),
        free("国家课程教科书", "学期", BOOK_NO),
        free("作业本", "学期", BOOK_NO),
        service(
            "课后服务",
            "120.00",
            "月",
            SERVICE_NO,
            5,
            charged_when="每月 5 日前",
            relief="甲类全免，乙类减半",
            remark="每周 5 天，每天 2 小时",
        ),
        service(
            "校内午餐",
            "9.00",
            "餐",
            MEAL_NO,
            90,
            charged_when="每月 5 日前",
            relief="甲类全免",
            remark="按实际用餐次数结算",
        ),
        service("午休看护", "30.00", "月", SERVICE_NO, 5, charged_when="每月 5 日前", relief="甲类全免，乙类减半"),
        *(
            collected(
                "校服（春秋装一套）",
                price,
                "套",
                UNIFORM_NO,
                grade_from=grade,
                grade_to=grade,
                charged_when="开学第 2 周",
                relief="甲类由学校承担",
                remark="可按样自购",
            )
            for grade, price in zip((1, 7), uniforms, strict=True)
        ),
        collected(
            "社会实践活动",
            outing,
            "次",
            OUTING_NO,
            charged_when="活动前一周",
            relief="甲类由学校承担",
            remark="含交通、门票、保险",
        ),
        *more,
    ]


LAST_TERM = term_items(
    "85.00",
    ("146.00", "158.00"),
    collected("教辅材料（一科一辅）", "36.50", "学期", OUTING_NO, grade_from=3, grade_to=9, relief="甲类由学校承担"),
)
THIS_TERM = term_items(
    "80.00",
    ("149.00", "158.00"),
    collected(
        "游泳课（区体育馆）",
        "160.00",
        "学期",
        OUTING_NO,
        grade_from=4,
        grade_to=4,
        charged_when="开课前一周",
        relief="甲类由学校承担",
        remark="8 次，含门票、教练、保险",
    ),
)
"""The outing cost less than was collected, the uniform has become dearer, workbooks are no longer ordered."""


def totals(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What one pupil of each grade pays for all of them."""
    return [
        {"grade": grade, "amount": sum((paid(item) for item in items if is_charged_in(grade, item)), Decimal(0))}
        for grade in range(1, 10)
    ]


def paid(item: dict[str, Any]) -> Decimal:
    return Decimal(item["amount"]) * (item["times_per_term"] or 1)


def is_charged_in(grade: int, item: dict[str, Any]) -> bool:
    return item.get("grade_from", 1) <= grade <= item.get("grade_to", 9)


TEXT = {"relief_policy": RELIEF, "settlement_rule": REFUND, "supervision_phones": PHONES}
