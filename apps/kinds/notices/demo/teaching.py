"""Admissions, lessons and what parents need to know."""

from __future__ import annotations

from typing import Any

from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.notices.models import Notice

Genre = Notice.Genre


def admissions(plan: Any) -> None:
    day = plan.latest(4, 8)
    plan.item(
        NoticeFactory,
        unit="教务处",
        heading="0401",
        on=day,
        title=f"{day.year}年秋季一年级新生报名登记安排",
        summary=f"{day.year}年8月31日前满 6 周岁、户籍或居住地在服务区内的儿童可以登记。不收费，不考试，不看证书。",
        genre=Genre.ANNOUNCEMENT,
        basis=f"澄溪区教育局《关于做好{day.year}年义务教育招生入学工作的通知》（澄教〔{day.year}〕6号）",
        body="""
<h3>招生计划</h3><p>一年级 6 个班，每班不超过 45 人。</p>
<h3>服务区</h3><p>澄溪路以东、云岭河以北、文昌街以西的全部小区和自然村。具体门牌见附件。</p>
<h3>时间</h3>
<table><thead><tr><th>日期</th><th>内容</th></tr></thead><tbody><tr><td>5月6日—5月15日</td><td>网上登记</td></tr><tr><td>5月24日</td><td>现场核对材料（带户口簿、房产证或居住证）</td></tr><tr><td>6月20日</td><td>公布结果，个别告知</td></tr></tbody></table>
<h3>不会上网怎么办</h3><p>工作日到教务处（行政楼 205），老师代为登记，带上证件即可。咨询电话 0000-555-0121。</p>""",
        road={
            "documents": {
                f"{day.year}年一年级服务区门牌": "澄溪路：单号 1—199 号。\n云岭河北路：全部门牌。\n文昌街：双号 2—88 号。\n自然村：上溪、下溪、桥头。\n以区教育局核定的范围为准。"
            }
        },
    )
    day = plan.latest(8, 27)
    plan.item(
        NoticeFactory,
        unit="教务处",
        heading="0403",
        on=day,
        title=f"{day.year}年秋季起始年级均衡分班的过程与结果",
        summary="一年级、七年级由电脑随机分班，家长代表、社区监督员在场，班主任当场抽签。",
        genre=Genre.ANNOUNCEMENT,
        body="""
<p>8月26日上午 9:00 在报告厅进行，区教育局派员、七名家长代表和社区监督员全程见证，过程录像存档。</p>
<table><thead><tr><th>年级</th><th>班数</th><th>人数</th><th>每班人数</th><th>男女比例相差</th></tr></thead><tbody><tr><td>一年级</td><td>6</td><td>262</td><td>43—44</td><td>不超过 2 人</td></tr><tr><td>七年级</td><td>5</td><td>228</td><td>45—46</td><td>不超过 2 人</td></tr></tbody></table>
<p>每个孩子的班级已由学校短信单独告知家长，不张贴名单。分班结果不作调整；双胞胎同班或分班按家长事先填写的意愿办理。</p>""",
    )


def teaching(plan: Any) -> None:
    this = plan.this_term
    plan.item(
        NoticeFactory,
        unit="教务处",
        heading="0601",
        on=plan.opening(this, 2),
        title=f"{this.name}课程与课时安排",
        summary="各年级每周上什么课、上几节，和国家规定的课时一致。",
        body="""
<table><thead><tr><th>课程</th><th>一、二年级</th><th>三至六年级</th><th>七至九年级</th></tr></thead><tbody>
<tr><td>语文</td><td>8</td><td>6—7</td><td>6</td></tr><tr><td>数学</td><td>4</td><td>4—5</td><td>5</td></tr><tr><td>英语</td><td>—</td><td>3</td><td>4</td></tr><tr><td>体育与健康</td><td>4</td><td>3</td><td>3</td></tr><tr><td>道德与法治</td><td>2</td><td>2</td><td>2</td></tr><tr><td>科学（理化生）</td><td>1</td><td>2</td><td>3—6</td></tr><tr><td>艺术</td><td>4</td><td>4</td><td>2</td></tr><tr><td>综合实践、劳动、校本</td><td>3</td><td>4—5</td><td>3—4</td></tr></tbody></table>
<p>上午第一节 8:20 开始。小学每节 40 分钟，初中每节 45 分钟。任何课程不得被占用，发现“体育课被占”请拨 0000-555-0121。</p>""",
    )
    plan.item(
        NoticeFactory,
        unit="教务处",
        heading="1006",
        on=plan.opening(this, 1),
        title=f"{this.name}课后服务与作息安排",
        summary="课后服务自愿参加，每周一至周五放学后两小时，可以只选几天，中途可以退出。",
        body="""
<ul><li>时间：小学 16:00—18:00，初中 17:00—19:00。</li><li>内容：前一小时在教师看护下写作业，后一小时参加社团。</li><li>报名：开学第一周交回《课后服务意愿书》，不交视为不参加。</li><li>收费：每月 120 元，请假和减免办法见本学期收费公示。</li></ul>
<p>不参加的学生按正常时间放学，学校不得以任何方式要求参加。</p>""",
    )
    plan.item(
        NoticeFactory,
        unit="德育处",
        heading="0205",
        on=plan.before(plan.last_term.starts_on, 4),
        title="告家长书：与孩子有关的十项规定",
        summary="作业量、手机、请假、处分、申诉……家长最常问的十件事，一次说清。",
        genre=Genre.GUIDE,
        body="""
<ol><li>一、二年级不留书面家庭作业；三至六年级每天不超过 60 分钟；初中不超过 90 分钟。</li><li>手机原则上不带进校园，确有需要的由家长书面申请，到校后交班主任保管。</li><li>请假：病假当天 8:00 前告诉班主任，事假提前一天。</li><li>考试成绩不排名、不公布，只告诉学生本人和家长。</li><li>学校不推荐、不代购教辅材料以外的任何商品。</li><li>教师不得有偿补课，不得收受礼品。</li><li>学生受处分前，学校要当面听取学生和家长的说明。</li><li>对处分不服，可在 10 日内向学校申诉，15 日内答复。</li><li>发现欺凌，请立即拨打 0000-555-0123，学校 24 小时内处理。</li><li>家庭有困难，可向班主任申请资助，学校保密。</li></ol>""",
    )
    plan.item(
        NoticeFactory,
        unit="教务处",
        heading="0203",
        on=plan.ago(90),
        title="转学、休学、开具在读证明办事指南",
        summary="三件事各要什么材料、去哪里办、几天办好。全部免费。",
        genre=Genre.GUIDE,
        body="""
<table><thead><tr><th>事项</th><th>要带什么</th><th>多久办好</th></tr></thead><tbody><tr><td>转入</td><td>户口簿或居住证、原学校学籍信息表</td><td>有学位的，5 个工作日</td></tr><tr><td>转出</td><td>接收学校的接收函</td><td>3 个工作日</td></tr><tr><td>休学</td><td>二级以上医院证明、家长申请</td><td>3 个工作日</td></tr><tr><td>在读证明</td><td>学生姓名和班级</td><td>当场</td></tr></tbody></table>
<p>地点：行政楼 105 窗口。电话 0000-555-0120。寒暑假每周三上午照常办理。</p>""",
        road={"withdrawal": "办理窗口已搬到行政楼 205，电话也换了，按旧指南会白跑一趟。新的指南审议通过后另行公布。"},
    )
