"""What is still being written, reviewed or about to be posted."""

from __future__ import annotations

import datetime
from typing import Any

from apps.disclosures.states import State
from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.notices.models import Notice

Genre = Notice.Genre


def under_way(plan: Any) -> None:
    day = plan.ahead(1)
    plan.item(
        NoticeFactory,
        unit="德育处",
        heading="1108",
        on=plan.ago(1),
        to=State.APPROVED,
        title="家长会与家长开放日安排",
        summary="小学上午、初中下午，先听课一节再开家长会。来不了的可以看录像，也可以约班主任单独谈。",
        publish_at=plan.moment(day, datetime.time(8)),
        body="<p>请家长凭短信入校，不必带证件。每个家庭来一人即可。停车位有限，请尽量步行或乘公交。</p><p>会上不公布成绩和排名，单独情况由任课教师当面说。</p>",
    )
    week = plan.ago(3)
    number = (week - plan.term_at(week).starts_on).days // 7 + 1
    plan.item(
        NoticeFactory,
        unit="总务处",
        heading="1004",
        on=plan.ago(1),
        to=State.IN_REVIEW,
        title=f"后勤服务工作简报（第 {number} 周）",
        summary="报修 17 件办结 16 件，食堂抽检合格，下周更换二层饮水机滤芯。",
        genre=Genre.REPORT,
        body="<ul><li>报修：收到 17 件，办结 16 件。三楼西侧投影灯泡等待到货。</li><li>保洁：全校消杀一次，卫生间异味投诉 1 件，已加装排风扇。</li><li>食堂：农残快检 20 份，全部合格；留样记录完整。</li><li>下周：更换饮水机滤芯，疏通操场排水沟。</li></ul>",
        road={"opinions": (("endorse", ""), ("endorse", ""))},
    )
    plan.item(
        NoticeFactory,
        unit="教务处",
        heading="1105",
        on=plan.ago(2),
        to=State.DRAFT,
        title="课后服务满意度调查结果",
        summary="",
        genre=Genre.REPORT,
        body="",
    )
