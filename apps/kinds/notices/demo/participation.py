"""The staff congress, the opinion box, consultations."""

from __future__ import annotations

from typing import Any

from apps.disclosures.states import State
from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.notices.models import Notice

Genre = Notice.Genre


def participation(plan: Any) -> None:
    plan.item(
        NoticeFactory,
        unit="工会",
        heading="1101",
        on=plan.ago(130),
        title="教职工代表大会的议题与决议",
        summary="应到代表 36 人，实到 34 人。听取三项报告，表决通过两个办法，都公布票数。",
        genre=Genre.REPORT,
        body="""
<ol><li>听取校长工作报告、财务收支报告和工会工作报告。</li><li>表决《教职工考勤办法（修订）》：同意 31 票，反对 2 票，弃权 1 票，通过。</li><li>表决《教师评优推荐办法》：同意 33 票，反对 0 票，弃权 1 票，通过。</li></ol>
<p>《绩效工资分配办法》意见较多，没有付诸表决，由工会继续征求意见，下次大会再议。</p>""",
    )
    plan.item(
        NoticeFactory,
        unit="工会",
        heading="1102",
        on=plan.ago(112),
        title="教职工代表大会提案办理情况",
        summary="收到提案 9 件：采纳 6 件，列入计划 2 件，暂时办不到 1 件，理由写明。",
        genre=Genre.REPORT,
        body="""
<table><thead><tr><th>提案</th><th>承办</th><th>答复</th></tr></thead><tbody><tr><td>增设教师休息室</td><td>工会、总务处</td><td>采纳，下学期第 8 周前完成</td></tr><tr><td>错峰放学</td><td>德育处</td><td>采纳，下学期第 1 周实行</td></tr><tr><td>减少非教学填表</td><td>校长办公室</td><td>采纳，取消 5 张表</td></tr><tr><td>更新初中理化实验器材</td><td>教务处</td><td>列入明年预算</td></tr><tr><td>新建教工停车场</td><td>总务处</td><td>暂时办不到：校内没有可用的地，正与街道商量夜间共用路边车位</td></tr></tbody></table>
<p>其余四件已当面答复提案人，提案人均表示满意或基本满意。</p>""",
    )
    for number, day in ((5, plan.ago(60)), (6, plan.ago(6))):
        asked, answered = LETTERS[number]
        plan.item(
            NoticeFactory,
            unit="工会",
            heading="1103",
            on=day,
            title=f"意见箱与校长信箱答复（第 {number} 期）",
            summary=f"本期收到 {len(asked)} 件，全部答复。最集中的一条：{answered}",
            genre=Genre.ANNOUNCEMENT,
            body="".join(f"<h3>问：{question}</h3><p>答：{reply}</p>" for question, reply in asked),
        )
    drafted = plan.item(
        NoticeFactory,
        unit="德育处",
        heading="1106",
        on=plan.ago(38),
        to=State.CONCLUDED,
        publicity_days=10,
        title="《学生手机管理办法》征求意见稿",
        summary="手机能不能带、带来放哪里、违反了怎么办。先听大家意见，再交教职工代表大会讨论。",
        body="""
<ol><li>学生原则上不带手机进校。确有需要的，家长书面申请，班主任同意。</li><li>带来的手机到校即交，放在班级保管箱，放学领回。</li><li>在教室外的联系需要，可使用各楼层的公用电话，免费。</li><li>私自使用的，第一次提醒，第二次由家长到校领回。不没收，不罚款，不在班上点名批评。</li></ol>
<p>意见请写明是哪一条、建议怎样改。采纳与不采纳的理由，期满后一并公布。</p>""",
        road={
            "finding": "收到意见 27 条：采纳 15 条，部分采纳 7 条，未采纳 5 条，理由已逐条答复。修改稿交教代会讨论。",
            "documents": {
                "征求意见反馈表": "您是（家长 / 学生 / 教职工 / 其他）：\n您的意见针对第几条：\n您建议怎样修改：\n可以匿名。交到班主任处、德育处或意见箱均可。"
            },
        },
    )
    plan.letter(
        "opinion",
        "刚看到征求意见稿。第三条的公用电话一层楼只有一部，放学时排不上，请再装一部。",
        on=plan.after(drafted.on, 13),
        item=drafted,
        unit="德育处",
        finding="adopted",
        reply="意见收到时征求意见已经结束，所以按意见办理。每层楼再装一部电话，下个月装好。",
        public=("每层楼只有一部公用电话，放学时排不上。", "每层楼再装一部，下个月装好。"),
        values={"may_publish": True},
    )


LETTERS = {
    5: (
        (
            ("午休时教室太吵，能不能分开休息？", "从下周起，需要午睡的学生到阅览室，由值班老师看护。"),
            ("校门口电动车乱停。", "已与社区划出停车线 40 个，早晚各有一名保安引导。"),
        ),
        "午休分开安排，已经改了。",
    ),
    6: (
        (
            ("食堂能不能有不辣的菜？", "每天四个菜中固定两个不辣，窗口有标牌。"),
            ("课后服务能不能只报三天？", "可以，每周至少选一天，费用按天数折算，办法正在公示。"),
            ("图书馆周末开不开？", "周六上午开放，由教师志愿者值班，需家长接送。"),
            ("操场路灯太暗。", "已更换 8 盏，另 4 盏等配件，两周内装好。"),
        ),
        "课后服务可以只选几天。",
    ),
}
