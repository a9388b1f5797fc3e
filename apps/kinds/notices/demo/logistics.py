"""Safety, works, meals, purchases and assets."""

from __future__ import annotations

from typing import Any

from apps.disclosures.states import State
from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.notices.models import Notice

Genre = Notice.Genre
LAST_OF_THE_MONTH_BEFORE = 24
"""Until this day a report that is posted is taken to be for the month before."""


def logistics(plan: Any) -> None:
    month = plan.ago(15)
    if month.day > LAST_OF_THE_MONTH_BEFORE:
        month = plan.before(month.replace(day=LAST_OF_THE_MONTH_BEFORE), 1)
    checked = plan.item(
        NoticeFactory,
        unit="总务处",
        heading="1008",
        on=month,
        title=f"{month.month}月校园安全检查与整改情况",
        summary="检查 38 处，发现问题 4 处，已改好 3 处，剩下 1 处写明了完成日期。",
        genre=Genre.REPORT,
        body=f"""
<table><thead><tr><th>问题</th><th>怎样改</th><th>责任人</th><th>结果</th></tr></thead><tbody><tr><td>北楼二层应急灯 2 盏不亮</td><td>更换电池</td><td>总务处</td><td>已改好</td></tr><tr><td>食堂后门防鼠板松动</td><td>重新固定</td><td>食堂</td><td>已改好</td></tr><tr><td>操场看台一处扶手生锈</td><td>除锈补焊</td><td>总务处</td><td>已改好</td></tr><tr><td>实验楼消火栓水压偏低</td><td>更换增压泵</td><td>总务处</td><td>配件已订，{plan.ahead(10):%-m月%-d日}前完成，此前加派灭火器 6 具</td></tr></tbody></table>""",
    )
    plan.misplaced.append(checked)
    works = plan.after(plan.today, 2)
    plan.item(
        NoticeFactory,
        unit="总务处",
        heading="1005",
        on=plan.ago(1),
        title=f"{works.month}月{works.day}日教学楼停水检修",
        summary=f"{works.month}月{works.day}日 16:30 至次日 6:00 更换总阀门，教学楼和办公楼停水，食堂不受影响。",
        effective_on=works,
        body="<p>请各班提前接好饮用水。卫生间备有储水桶，由保洁员值守。检修由持证单位施工，现场负责人为总务处水电管理员，联系电话 0000-555-0126。</p><p>如当晚不能按时恢复，总务处在 6:30 前短信通知全体教职工，食堂供应桶装水。</p>",
    )
    plan.item(
        NoticeFactory,
        unit="总务处",
        heading="1003",
        on=plan.ago(35),
        title="食堂满意度测评结果与改进措施",
        summary="发出问卷 400 份，收回 386 份，总体满意率 87.3%。打分最低的是“菜的口味”，改进办法列在后面。",
        genre=Genre.REPORT,
        body="""
<table><thead><tr><th>项目</th><th>满意</th><th>基本满意</th><th>不满意</th></tr></thead><tbody><tr><td>卫生</td><td>301</td><td>72</td><td>13</td></tr><tr><td>份量</td><td>268</td><td>93</td><td>25</td></tr><tr><td>口味</td><td>190</td><td>121</td><td>75</td></tr><tr><td>服务</td><td>312</td><td>61</td><td>13</td></tr></tbody></table>
<h3>改进</h3><ul><li>每周新增一道学生投票选出的菜。</li><li>炒菜改为分两批出锅，避免放凉。</li><li>家长代表每月试餐一次，意见当天张贴。</li></ul>""",
        road={
            "documents": {
                "食堂满意度测评汇总表": "发出 400 份，收回 386 份，有效 386 份。\n满意率按“满意”与“基本满意”合计计算。\n卫生 96.6%，份量 93.5%，口味 80.6%，服务 96.6%。\n计票人：监督小组两名成员、家长代表一名。"
            }
        },
    )
    plan.item(
        NoticeFactory,
        unit="总务处",
        heading="0803",
        on=plan.ago(30),
        title="校园消防设施维护采购结果",
        summary="三家报价，按最低评标价选定，合同一年 46,800.00 元，比去年少 3,200.00 元。",
        genre=Genre.ANNOUNCEMENT,
        body="""
<table><thead><tr><th>供应商</th><th>报价（元）</th><th>服务评分</th><th>结果</th></tr></thead><tbody><tr><td>澄安消防技术服务部</td><td>46,800.00</td><td>92</td><td>成交</td></tr><tr><td>云岭机电维护中心</td><td>49,500.00</td><td>90</td><td>—</td></tr><tr><td>溪河安防工程队</td><td>52,000.00</td><td>88</td><td>—</td></tr></tbody></table>
<p>询价小组五人：总务处、工会、教师代表各一人，社区监督员和家长代表各一人。合同自签订之日起一年，每季度检测一次，不合格扣减当季费用的 20%。</p>""",
    )
    day = plan.ago(80)
    plan.item(
        NoticeFactory,
        unit="总务处",
        heading="0203",
        on=day,
        to=State.WITHDRAWN,
        title="报修与场地借用办事指南",
        summary="教室坏了找谁修、社团借场地怎么办，流程和时限都在这里。",
        genre=Genre.GUIDE,
        body="<p>报修：填写报修单或拨打维修师傅电话，一般问题当天处理，需要采购的三天内答复。</p><p>借场地：提前两天向总务处登记，注明时间、人数和负责老师。</p>",
        road={"withdrawal": "文中含个人电话：写进了维修师傅的私人手机号。已撤下，改用办公电话后重新公布。"},
    )
    plan.item(
        NoticeFactory,
        unit="总务处",
        heading="0203",
        on=plan.after(day, 7),
        title="报修与场地借用办事指南（重新公布）",
        summary="教室坏了找谁修、社团借场地怎么办。内容与上一版相同，只把个人电话换成了值班电话。",
        genre=Genre.GUIDE,
        body="<p>报修：填写报修单或拨打总务处值班电话 0000-555-0126，一般问题当天处理，需要采购的三天内答复。</p><p>借场地：提前两天向总务处登记，注明时间、人数和负责老师。学生社团优先，不收费。</p>",
    )
    plan.item(
        NoticeFactory,
        unit="总务处",
        heading="0909",
        on=plan.ago(55),
        to=State.CONCLUDED,
        title="报废一批旧课桌椅和计算机的公示",
        summary="课桌椅 86 套、计算机 24 台已过使用年限，修不好也不值得修，拟按规定报废。",
        body="""
<table><thead><tr><th>名称</th><th>数量</th><th>购置年份</th><th>原值（元）</th><th>现状</th></tr></thead><tbody><tr><td>单人课桌椅</td><td>86 套</td><td>2011</td><td>17,200.00</td><td>桌腿锈断，无法维修</td></tr><tr><td>台式计算机</td><td>24 台</td><td>2014</td><td>86,400.00</td><td>主板损坏，配件停产</td></tr></tbody></table>
<p>公示期内，校内部门如有需要可以申请调剂使用。期满后交区资产管理部门统一处置，残值全部上缴。</p>""",
    )
