"""The award rounds of the demo school. All names are invented."""

from __future__ import annotations

from typing import Any

from apps.disclosures.states import State
from apps.kinds.awards.factories import AwardRoundFactory
from apps.kinds.awards.models import Group, Level

PROCEDURE = "1. 个人申报。\n2. 年级组推荐。\n3. 全体教职工无记名测评，当场唱票。\n4. 党政工联席会议研究确定，现予公示。"


def teacher(name: str, post: str, group: str, votes: tuple[int, int, int], deeds: str = "") -> dict[str, Any]:
    in_favour, against, abstained = votes
    return {
        "name": name,
        "post": post,
        "unit_or_class": group,
        "votes_for": in_favour,
        "votes_against": against,
        "votes_abstain": abstained,
        "deeds": deeds,
    }


def candidate(name: str, where: str, post: str = "") -> dict[str, Any]:
    """Somebody, or a class, on whom nobody voted."""
    return {
        "name": name,
        "unit_or_class": where,
        "post": post,
        "votes_for": None,
        "votes_against": None,
        "votes_abstain": None,
    }


def add_items(plan: Any) -> None:
    for add in (staff, students, under_way):
        add(plan)


def staff(plan: Any) -> None:
    recommended = plan.item(
        AwardRoundFactory,
        unit="工会",
        heading="0706",
        on=plan.ago(1),
        audience="public",
        title="区级优秀班主任推荐人选公示",
        summary="区里给学校 2 个名额。经年级组推荐和全体教职工测评，拟推荐下面两位老师。",
        basis="澄溪区教育局《关于评选区级优秀班主任的通知》（澄教人〔2026〕18号）",
        award_name="优秀班主任",
        level=Level.DISTRICT,
        school_year=plan.school_year(plan.ago(1)),
        conditions="（一）连续担任班主任满三年。\n（二）上一年度考核合格以上，家长满意率 85% 以上。\n（三）没有违反师德的行为。",
        quota=2,
        procedure=PROCEDURE,
        voters_present=96,
        honourees=[
            teacher("许清和", "四年级数学教师、班主任", "中年级组", (91, 3, 2), "带班六年，坚持每学期家访全班一遍。"),
            teacher(
                "唐予安", "八年级物理教师、班主任", "初中理科组", (84, 7, 5), "组织班级互助小组，三年没有一名学生掉队。"
            ),
        ],
        road={
            "documents": {
                "澄教人〔2026〕18号 评选通知（摘要）": "名额：每校 2 人。\n条件：连续担任班主任满三年，考核合格以上。\n程序：推荐、测评、学校研究、公示不少于 5 个工作日。\n上报前须附公示情况。"
            }
        },
    )
    plan.letter(
        "objection",
        "公示里写家访全班一遍，我们班这学期还没有家访过。请核实是不是每个学期都做到了。",
        on=plan.ago(1),
        to="received",
        item=recommended,
    )
    plan.item(
        AwardRoundFactory,
        unit="工会",
        heading="0706",
        on=plan.ago(48),
        to=State.CONCLUDED,
        title="校级师德标兵评选结果公示",
        summary="全体教职工投票，得票最多的三位老师当选。参加投票 96 人，没有流选票。",
        award_name="师德标兵",
        level=Level.SCHOOL,
        school_year=plan.school_year(plan.ago(48)),
        conditions="在本校任教满三年，没有有偿补课、收受礼品等行为，学生和家长评价好。",
        quota=3,
        procedure="各组推荐 8 人，事迹在办公区张贴 3 天，全体教职工无记名投票，按得票排序。",
        voters_present=96,
        honourees=[
            teacher("林知夏", "七年级语文教师", "初中文科组", (88, 4, 4)),
            teacher("苏念慈", "校医", "后勤组", (85, 6, 5)),
            teacher("程砚秋", "二年级语文教师", "低年级组", (79, 11, 6)),
        ],
    )
    best = plan.item(
        AwardRoundFactory,
        unit="工会",
        heading="0706",
        on=plan.ago(72),
        to=State.CONCLUDED,
        audience="public",
        title="区级优秀教师推荐人选公示",
        summary="推荐一名教师参加区级优秀教师评选，已经教研组推荐和全体教职工测评。",
        award_name="优秀教师",
        level=Level.DISTRICT,
        school_year=plan.school_year(plan.ago(72)),
        conditions="教龄满八年，近三年承担过区级以上公开课，年度考核有一次优秀。",
        quota=1,
        procedure=PROCEDURE,
        voters_present=95,
        honourees=[teacher("周牧野", "五年级科学教师、教研组长", "高年级组", (86, 6, 3))],
        road={"finding": "公开课次数经区教研室核对，符合条件。"},
    )
    plan.letter(
        "objection",
        "评选条件要求近三年上过区级以上公开课，我记得这位老师只在校内上过。请查一查记录。",
        on=plan.after(best.on, 1),
        item=best,
        handler="sup5",
        checker="sup2",
        finding="dismissed",
        reply="我们调看了区教研室的记录：近三年有两次区级公开课，符合评选条件。记录可以到工会查看。",
        public=(
            "推荐的老师近三年是不是上过区级公开课？",
            "上过两次，区教研室有记录，符合条件。异议不成立。",
        ),
        values={"may_publish": True, "identity": {"kind": "staff", "name": "佟小楼", "contact": "0000-555-0174"}},
    )
    achievements = plan.item(
        AwardRoundFactory,
        unit="教务处",
        heading="0602",
        on=plan.ago(96),
        to=State.CONCLUDED,
        title="校级教学成果评选结果公示",
        summary="评出教学成果两项，由校外专家盲评产生。",
        award_name="教学成果奖",
        level=Level.SCHOOL,
        school_year=plan.school_year(plan.ago(96)),
        conditions="在本校实践一学年以上，有完整的过程材料和学生发展的证据。",
        quota=2,
        procedure="教研组推荐，校外专家三人盲评，教务处汇总。",
        voters_present=None,
        honourees=[
            candidate("小学数学“说理课堂”", "小学数学组", "负责人：叶文澜"),
            candidate("初中科学家庭实验包", "初中理科组", "负责人：江映川"),
        ],
        honouree_group=Group.COLLECTIVES,
        road={"finding": "“家庭实验包”退回补正，另一项有效。"},
    )
    plan.letter(
        "objection",
        "“家庭实验包”是三个人一起做的，公示里只写了负责人，漏了一直做材料的那位老师。",
        on=plan.after(achievements.on, 1),
        item=achievements,
        handler="sup5",
        checker="sup3",
        finding="upheld",
        reply="情况属实，漏列了一名参与教师。这一项先不授奖，补正以后重新公示；另一项有效。谢谢您指出来。",
        public=(
            "“家庭实验包”漏列了一名参与教师。",
            "属实。这一项先不授奖，补正以后重新公示；另一项有效。",
        ),
        values={"may_publish": True, "channel": "letter"},
    )


def students(plan: Any) -> None:
    day = plan.ago(12)
    plan.item(
        AwardRoundFactory,
        unit="德育处",
        heading="0405",
        on=day,
        to=State.CONCLUDED,
        title=f"{plan.school_year(day)}学年三好学生、优秀学生干部公示（第一批）",
        summary="由各班同学推选、任课教师评议产生。名单只给家长和教职工看，到期自动撤下。",
        award_name="三好学生、优秀学生干部",
        level=Level.SCHOOL,
        school_year=plan.school_year(day),
        honouree_group=Group.STUDENTS,
        display_until=plan.ahead(15),
        conditions="品行好，学习认真，坚持锻炼，乐于为班级做事。不以考试分数为唯一条件。",
        quota=8,
        procedure="班级推选，任课教师评议，年级组审核，德育处汇总。",
        voters_present=None,
        honourees=[
            candidate(name, where)
            for name, where in (
                ("安若溪", "四年级（1）班"),
                ("陆星野", "四年级（3）班"),
                ("米可心", "五年级（2）班"),
                ("纪一诺", "六年级（1）班"),
                ("童语桐", "六年级（4）班"),
                ("岑子墨", "七年级（2）班"),
                ("燕知秋", "八年级（1）班"),
                ("祝春山", "九年级（3）班"),
            )
        ],
    )
    plan.item(
        AwardRoundFactory,
        unit="德育处",
        heading="0407",
        on=plan.ago(4),
        title=f"{plan.term_at(plan.ago(4)).name}学生资助名单公示",
        summary="只写姓名和年级，金额按统一标准。名单只给家长和教职工看，公示期满后撤下。",
        award_name="家庭困难学生生活补助",
        level=Level.SCHOOL,
        school_year=plan.school_year(plan.ago(4)),
        honouree_group=Group.STUDENTS,
        display_until=plan.ahead(3),
        conditions="符合区资助政策所列条件，由学校核对民政、残联信息后确定。家庭情况不公开。",
        quota=6,
        procedure="家长申请或学校主动比对，资助评审小组审核，公示后发放。",
        voters_present=None,
        honourees=[
            candidate(name, where)
            for name, where in (
                ("甘棠", "二年级"),
                ("田小麦", "三年级"),
                ("阮青青", "五年级"),
                ("柏长安", "七年级"),
                ("焦阳", "八年级"),
            )
        ],
    )
    classes = plan.item(
        AwardRoundFactory,
        unit="德育处",
        heading="0405",
        on=plan.ago(9),
        audience="public",
        title="先进班集体推荐公示",
        summary="全校 46 个班，评出四个先进班集体。公示期已满，正在汇总意见。",
        award_name="先进班集体",
        level=Level.SCHOOL,
        school_year=plan.school_year(plan.ago(9)),
        honouree_group=Group.COLLECTIVES,
        conditions="班风好，卫生、纪律、出操三项评比学期平均 90 分以上，没有欺凌事件。",
        quota=4,
        procedure="年级组推荐，学生会和德育处共同评分，取前四名。",
        voters_present=None,
        honourees=[
            candidate("二年级（3）班", "低年级组", "班主任：乔南枝"),
            candidate("五年级（1）班", "高年级组", "班主任：章怀瑾"),
            candidate("七年级（4）班", "初中部", "班主任：洪亦舒"),
            candidate("八年级（2）班", "初中部", "班主任：倪问渠"),
        ],
    )
    plan.letter(
        "objection",
        "七年级（4）班九月份卫生评比有一周不到 90 分，不应该评先进班集体。",
        on=plan.ago(8),
        item=classes,
        handler="sup7",
        checker="sup4",
        finding="dismissed",
        reply="评选条件看的是学期平均分。九月第二周是 87 分，学期平均 93 分，符合条件。各周的分数已贴在德育处门口。",
        public=(
            "有一个班九月份有一周不到 90 分，为什么能评上？",
            "条件看学期平均分。这个班有一周 87 分，学期平均 93 分，符合条件。异议不成立。",
        ),
        values={"may_publish": True, "identity": {"kind": "parent"}},
    )


def under_way(plan: Any) -> None:
    plan.item(
        AwardRoundFactory,
        unit="工会",
        heading="0706",
        on=plan.ago(1),
        to=State.IN_REVIEW,
        title="区级先进工作者推荐人选公示",
        summary="经各年级组推荐、全体教职工测评，拟推荐以下三位同志。",
        basis="区教育工会《关于推荐先进工作者的通知》（澄教工〔2026〕7号）",
        award_name="先进工作者",
        level=Level.DISTRICT,
        school_year=plan.school_year(plan.today),
        conditions="在本校工作满三年，近两年年度考核合格以上，群众基础好。",
        quota=3,
        procedure="各年级组推荐、全体教职工测评、党政工联席会议研究。",
        voters_present=96,
        honourees=[
            teacher("俞静好", "三年级英语教师", "中年级组", (90, 4, 2)),
            teacher("苗小雨", "总务处报修员", "后勤组", (87, 5, 4)),
            teacher("甄思齐", "九年级化学教师", "初中理科组", (82, 9, 5)),
        ],
        road={
            "first": {"procedure": "学校研究决定。"},
            "returned": (
                ("return", "没写评选程序：谁推荐、怎么投票、哪个会议定的？"),
                ("endorse", ""),
                ("return", "请补上评选程序。"),
                ("return", "同意以上意见。"),
                ("endorse", ""),
            ),
            "opinions": (("endorse", ""), ("endorse", ""), ("recuse", ""), ("endorse", ""), ("endorse", "")),
        },
    )
    plan.item(
        AwardRoundFactory,
        unit="教务处",
        heading="0602",
        on=plan.ago(3),
        to=State.DRAFT,
        title="青年教师基本功比赛获奖名单公示",
        summary="18 名青年教师参加，按现场得分评出一等奖 2 名。",
        award_name="青年教师基本功比赛一等奖",
        level=Level.SCHOOL,
        school_year=plan.school_year(plan.ago(3)),
        conditions="教龄五年以内，完成备课、上课、板书三项比赛。",
        quota=2,
        procedure="现场抽签定课题，校内外评委七人打分，去掉最高分和最低分。",
        voters_present=None,
        honourees=[
            candidate("蓝一苇", "小学语文组", "一年级语文教师"),
            candidate("武听澜", "初中文科组", "七年级历史教师"),
        ],
    )
