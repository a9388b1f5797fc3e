"""The personnel changes of the demo school. All names are invented."""

from __future__ import annotations

from typing import Any

from apps.disclosures.states import State
from apps.kinds.personnel.factories import PersonnelChangeFactory
from apps.kinds.personnel.models import ChangeType

NO_VOTE = {"eligible_voters": None, "present_voters": None, "valid_votes": None}


def person(
    name: str, current: str, proposed: str, years: int | None = None, how: str = "", **more: Any
) -> dict[str, Any]:
    """Somebody of whom nothing is entered that would stay inside the office."""
    inside = {"gender": "", "birth_month": "", "education": "", "political_status": ""}
    return {
        **inside,
        "name": name,
        "current_post": current,
        "proposed_post": proposed,
        "years_of_service": years,
        "selection_method": how,
        **more,
    }


def add_items(plan: Any) -> None:
    for add in (appointment, titles, recruitment, posts, transfers, results, party, under_way):
        add(plan)


def appointment(plan: Any) -> None:
    """In its publicity period whatever the day; its first version was returned."""
    day = plan.ago(3)
    meeting, talks, decided = plan.before(day, 14), plan.before(day, 12), plan.before(day, 11)
    chosen = f"{meeting.month}月{meeting.day}日召开全体教职工会议进行民主推荐。{talks.month}月{talks.day}日起由考察组谈话了解。{decided.month}月{decided.day}日党支部会议研究，确定为拟任人选。"
    counted = f"{meeting.month}月{meeting.day}日召开全体教职工会议进行民主推荐，应到 98 人，实到 96 人，发出并收回有效推荐票 96 张。{talks.month}月{talks.day}日起由考察组进行谈话了解。{decided.month}月{decided.day}日党支部会议研究，确定为拟任人选。"
    appointed = plan.item(
        PersonnelChangeFactory,
        unit="党支部",
        heading="0703",
        on=day,
        audience="public",
        title="教导处副主任拟任人选任前公示",
        summary="经民主推荐、组织考察和党支部会议研究，拟任用下列两名同志。现予公示，接受教职工、家长和社会监督。",
        grounds=counted,
        eligible_voters=98,
        present_voters=96,
        valid_votes=96,
        probation_months=12,
        body="<p>任职试用期一年。试用期满考核合格的，正式任职；不合格的，免去试任职务。</p>",
        appointees=[
            person("柳含章", "七年级语文教师、年级组长", "教导处副主任（教学常规）", 14, "民主推荐、考察"),
            person("项北辰", "科学教师、教研组长", "教导处副主任（教研）", 11, "民主推荐、考察"),
        ],
        road={
            "first": {"grounds": chosen, "eligible_voters": None, "present_voters": None, "valid_votes": None},
            "returned": (
                ("return", "应说明推荐会应到、实到人数。"),
                ("return", "推荐票多少张、有效多少张，要写清楚。"),
                ("endorse", ""),
                ("return", "同意前面两位的意见。"),
                ("endorse", ""),
            ),
            "documents": {
                "中层干部民主推荐办法": "第四条 民主推荐由全体教职工参加，实到人数超过应到人数三分之二方为有效。\n第五条 推荐票无记名，当场发出，当场收回。\n第六条 请假人员不委托、不补投。\n第七条 推荐结果作为重要参考，不唯票。",
                "考察工作程序说明": "一、考察组由三人组成，其中一人来自校外。\n二、谈话对象不少于二十人，覆盖各年级组。\n三、谈话内容保密，形成书面材料。",
            },
        },
    )
    asked = plan.after(day, 1)
    plan.letter(
        "objection",
        "推荐会那天我请假，听说有人替没到的人投了票。如果是真的，推荐票就不止到会的人数。",
        on=asked,
        to="asked",
        item=appointed,
        handler="sup5",
        given={"ask": {"text": "是哪个会场、大约什么时候、听谁说的？只写您愿意写的，我们好去查签到和计票记录。"}},
        values={"identity": {"kind": "staff", "name": "殷若木", "contact": "0000-555-0177"}},
    )


def titles(plan: Any) -> None:
    day = plan.ago(18)
    plan.item(
        PersonnelChangeFactory,
        unit="党支部",
        heading="0704",
        on=day,
        to=State.CONCLUDED,
        title=f"{day.year}年中小学教师职称推荐人选公示",
        summary="今年学校名额：高级 1 名、一级 2 名。符合条件并申报的 7 人，按量化得分和评议推荐 3 人。",
        change_type=ChangeType.TITLE,
        grounds="先公布条件、名额和计分办法，再由本人申报；材料在会议室集中展示三天，全体教师可以查看；推荐委员会 11 人无记名投票，教师代表占 6 人。",
        eligible_voters=11,
        present_voters=11,
        valid_votes=11,
        probation_months=None,
        appointees=[
            person(
                "叶文澜",
                "五年级数学教师（一级教师）",
                "高级教师",
                19,
                "量化计分、推荐委员会投票",
                score="92.40",
                rank=1,
            ),
            person(
                "江映川", "八年级化学教师（二级教师）", "一级教师", 9, "量化计分、推荐委员会投票", score="88.75", rank=1
            ),
            person(
                "乔南枝",
                "二年级语文教师（二级教师）",
                "一级教师",
                10,
                "量化计分、推荐委员会投票",
                score="87.10",
                rank=2,
            ),
        ],
        road={
            "documents": {
                "职称推荐量化计分办法": "教龄、班主任年限、课时量、教学成果、教研、育人成效六项，共 100 分。\n每项得分公开到本人，总分在校内公开。\n同分时，班主任年限长的在前。"
            }
        },
    )


def recruitment(plan: Any) -> None:
    day = plan.ago(85)
    plan.item(
        PersonnelChangeFactory,
        unit="党支部",
        heading="0701",
        on=day,
        to=State.CONCLUDED,
        title=f"{day.year}年公开招聘教师拟聘人员公示",
        summary="两个岗位，63 人报名，经笔试、试讲、体检和考察，拟聘两人。成绩一并公布。",
        basis="《事业单位人事管理条例》第八条、第九条；澄溪区人力资源和社会保障局招聘公告〔2026〕3号",
        change_type=ChangeType.RECRUITMENT,
        grounds="区里统一笔试，学校组织试讲，评委七人中校外四人。总成绩＝笔试 40%＋试讲 60%，体检、考察均合格。",
        **NO_VOTE,
        probation_months=12,
        appointees=[
            person("应思远", "应届毕业生", "小学体育教师", None, "公开招聘", score="84.60", rank=1),
            person("杭雨桥", "应届毕业生", "初中英语教师", None, "公开招聘", score="86.25", rank=1),
        ],
    )


def posts(plan: Any) -> None:
    promoted = plan.item(
        PersonnelChangeFactory,
        unit="党支部",
        heading="0702",
        on=plan.ago(140),
        to=State.CONCLUDED,
        title="专业技术岗位等级竞聘结果公示",
        summary="空岗 2 个，6 人竞聘，按量化得分从高到低拟聘两人。",
        change_type=ChangeType.COMPETITION,
        grounds="个人申报，量化计分，竞聘演讲，全体教师测评，校务会议研究。",
        eligible_voters=98,
        present_voters=93,
        valid_votes=92,
        probation_months=None,
        appointees=[
            person("章怀瑾", "专业技术十级", "专业技术九级", 12, "竞聘", score="90.20", rank=1),
            person("倪问渠", "专业技术十级", "专业技术九级", 11, "竞聘", score="89.85", rank=2),
        ],
        road={"finding": "核清前第二名暂缓聘任，第一名按程序办理。"},
    )
    plan.letter(
        "objection",
        "第二名的支教课时算了一整年，可是第二学期中途就回校了，应当按实际算。",
        on=plan.after(promoted.on, 1),
        item=promoted,
        handler="sup5",
        checker="sup1",
        finding="deferred",
        reply="支教课时要向原支教学校核对，对方一时还没有回复。核清以前，第二名暂缓聘任。核清的结果另外告诉您。",
        public=(
            "第二名的支教课时是不是按实际算的？",
            "正在向原支教学校核对。核清以前暂缓聘任。",
        ),
        values={"may_publish": True},
    )


def transfers(plan: Any) -> None:
    day = plan.ago(22)
    plan.item(
        PersonnelChangeFactory,
        unit="教务处",
        heading="0709",
        on=day,
        title="教师交流轮岗安排",
        summary="两名教师到山区学校交流一学年，一名教师交流期满回校。工资关系不变。",
        change_type=ChangeType.TRANSFER,
        grounds="本人报名，学校按教龄和学科需要确定，报区教育局批准。",
        **NO_VOTE,
        probation_months=None,
        appointees=[
            person("洪亦舒", "七年级数学教师", "云岭小学（交流一学年）", 8, "报名、区教育局批准"),
            person("武听澜", "七年级历史教师", "上溪学校（交流一学年）", 4, "报名、区教育局批准"),
            person("温知许", "下溪小学（交流期满）", "四年级英语教师", 9, "交流期满"),
        ],
    )
    day = plan.ago(8)
    plan.item(
        PersonnelChangeFactory,
        unit="德育处",
        heading="0709",
        on=day,
        audience="parents",
        title="七年级两个班更换班主任的说明",
        summary="两位班主任外出交流，下周起由副班主任接任，任课教师不变。",
        change_type=ChangeType.TRANSFER,
        grounds="接任的老师都已担任副班主任一年以上，熟悉班里每个孩子。德育处与两位老师、家长委员会分别商量后确定。",
        **NO_VOTE,
        probation_months=None,
        appointees=[
            person("顾盼兮", "七年级（1）班副班主任、英语教师", "七年级（1）班班主任", 6, "学校安排"),
            person("骆白石", "七年级（3）班副班主任、地理教师", "七年级（3）班班主任", 7, "学校安排"),
        ],
    )


def results(plan: Any) -> None:
    """What follows a publicity: who took up which post."""
    for day, what, people in (
        (
            plan.ago(70),
            "公开招聘人员到岗情况",
            [
                person("应思远", "应届毕业生", "小学体育教师", None, "公开招聘"),
                person("杭雨桥", "应届毕业生", "初中英语教师", None, "公开招聘"),
            ],
        ),
        (plan.ago(126), "岗位等级聘任结果", [person("章怀瑾", "专业技术十级", "专业技术九级", 12, "竞聘")]),
    ):
        plan.item(
            PersonnelChangeFactory,
            unit="党支部",
            heading="0709",
            on=day,
            title=what,
            summary="公示期满，核实清楚的人员已经办理聘任手续，从下月起执行新的岗位待遇。",
            grounds="公示期满，校务会议确认，报区人力资源和社会保障局备案。",
            **NO_VOTE,
            probation_months=12,
            appointees=people,
        )


def party(plan: Any) -> None:
    plan.item(
        PersonnelChangeFactory,
        unit="党支部",
        heading="0710",
        on=plan.ago(105),
        to=State.CONCLUDED,
        title="拟接收预备党员公示",
        summary="经培养考察一年以上，支部拟接收一名教师为预备党员。",
        change_type=ChangeType.PARTY,
        grounds="党小组推荐，支部委员会审查，听取党员和群众意见 26 人，政治审查合格，参加集中培训结业。",
        **NO_VOTE,
        probation_months=12,
        appointees=[person("蓝一苇", "一年级语文教师", "预备党员", 4, "支部大会讨论")],
    )


def under_way(plan: Any) -> None:
    plan.item(
        PersonnelChangeFactory,
        unit="党支部",
        heading="0705",
        on=plan.ago(1),
        to=State.APPROVED,
        title="教师职称评审结果公示",
        summary="区里评审通过三人，与学校推荐一致。",
        change_type=ChangeType.TITLE,
        grounds="区中小学教师职称评审委员会评审，学校转发结果并公示。",
        **NO_VOTE,
        probation_months=None,
        appointees=[
            person("叶文澜", "一级教师", "高级教师", 19, "区评审委员会评审"),
            person("江映川", "二级教师", "一级教师", 9, "区评审委员会评审"),
            person("乔南枝", "二级教师", "一级教师", 10, "区评审委员会评审"),
        ],
    )
    plan.item(
        PersonnelChangeFactory,
        unit="党支部",
        heading="0707",
        on=plan.ago(2),
        to=State.DRAFT,
        title="教职工年度考核优秀等次人选公示",
        summary="按不超过参加考核人数 20% 的比例评定。",
        change_type=ChangeType.COMPETITION,
        grounds="",
        **NO_VOTE,
        probation_months=None,
        appointees=[person("骆白石", "七年级地理教师", "", 7)],
    )
