"""What people wrote to the demo school beside the items. All of it is invented."""

from __future__ import annotations

from typing import Any

from apps.cases.models import Application, Identity
from apps.cases.publishing import Hiding
from apps.cases.states import State
from apps.cases.types import Channel, Concern, Finding, Refusal, Type
from apps.demo.letters import WRITER, Further


def add_letters(plan: Any) -> None:
    for add in (logistics, teaching, pupils, applications, complaints, waiting):
        add(plan)


def logistics(plan: Any) -> None:
    plan.letter(
        Type.OPINION,
        "校服买大了一号，吊牌没拆，去门卫那里换，说没有人管。能不能定一个时间换尺码？",
        on=plan.ago(31),
        unit="总务处",
        slow=3,
        finding=Finding.ADOPTED,
        reply="您的建议采纳了。从下周起，每周三 16:30 到 17:30 在总务处仓库换尺码，吊牌没拆、没有下过水的都可以换。",
        public=(
            "校服尺码不合，能不能定一个时间来换？",
            "可以。每周三 16:30 到 17:30 在总务处仓库换，吊牌没拆、没有下过水的都行。",
        ),
        values={"may_publish": True},
    )
    hungry = plan.letter(
        Type.OPINION,
        "四年级以上的孩子中午吃不饱，添饭要排很久，等排到了饭也凉了。请多开一个添饭的窗口。",
        on=plan.ago(9),
        unit="总务处",
        finding=Finding.ADOPTED,
        reply="您说的情况属实。食堂从本周四起在东侧加开一个添饭窗口，高年级先用；米饭改用保温桶。两周后我们再数一次排队的时间。",
        public=(
            "高年级的孩子添饭排队太久，能不能加一个窗口？",
            "东侧已经加开一个添饭窗口，高年级先用，米饭改用保温桶。两周后再数一次排队的时间。",
        ),
        values={"channel": Channel.BOX, "may_publish": True},
    )
    plan.letter(
        Type.OPINION,
        "孩子说食堂添饭的队太长，有时候干脆不添了。希望学校想想办法。",
        on=plan.ago(9),
        to=State.MERGED,
        into=hungry,
    )
    plan.letter(
        Type.MAILBOX,
        "三楼西侧那间教室的投影机坏了快三个星期，老师只好自己把题抄在黑板上。请问什么时候修好？",
        on=plan.ago(7),
        unit="总务处",
        finding=Finding.ADOPTED,
        reply="投影机的灯泡昨天到货，今天已经换好。配件等得太久，是我们没有备件。以后常用的灯泡备两个。",
        public=(
            "三楼西侧教室的投影机坏了快三个星期，什么时候修？",
            "灯泡到货，已经换好。以后常用的灯泡备两个，不再等。",
        ),
        values={"channel": Channel.PHONE, "may_publish": True},
    )


def teaching(plan: Any) -> None:
    plan.letter(
        Type.OPINION,
        "图书馆周五下午也开吧，那天放学早，孩子没有地方去。",
        on=plan.ago(40),
        unit="教务处",
        slow=1,
        finding=Finding.NOT_ADOPTED,
        reply="周五下午是全体教师的教研时间，没有人值班，暂时开不了。周六上午照常开放。下学期排课时我们再试着错开。",
        public=(
            "图书馆周五下午能不能开放？",
            "暂时不能：那是全体教师的教研时间，没有人值班。周六上午照常开放，下学期排课时再试着错开。",
        ),
        values={"may_publish": True},
    )
    plan.letter(
        Type.MAILBOX,
        "课后服务 17:40 就结束，我们单位 17:30 才下班，每天都赶得心慌。能不能多留半个小时？",
        on=plan.ago(17),
        unit="教务处",
        finding=Finding.EXPLAINED,
        reply="结束以后，孩子可以在门厅等到 18:10，有值班老师，不收费，不用另外报名。请告诉班主任哪几天晚到。",
        public=(
            "课后服务结束得早，下班赶不到，孩子怎么办？",
            "孩子可以在门厅等到 18:10，有值班老师，不收费。请告诉班主任哪几天晚到。",
        ),
        values={"may_publish": True},
        further=(Further(4, 5, "content", WRITER),),
    )
    plan.letter(
        Type.OPINION,
        "听写本、错题本、摘抄本，孩子一周要交七个本子。请减一减。",
        on=plan.ago(22),
        unit="教务处",
        finding=Finding.EXPLAINED,
        reply="各年级的作业量都在规定的时间以内。",
        values={"may_publish": True},
        further=(
            Further(4, 5, "redo", WRITER, {"text": "我问的是本子能不能少，不是时间够不够。"}),
            Further(
                6,
                2,
                "draft_reply",
                "clerk2",
                {
                    "text": "您问得对，上一次没有答到。从下周起，三至六年级的摘抄本和听写本合成一本，每周最多交四本。",
                    "finding": Finding.ADOPTED,
                },
            ),
            Further(7, 1, "send_reply", "deputy"),
            Further(
                7,
                4,
                "publish",
                "office",
                {
                    "question": "一周要交七个本子，能不能少一些？",
                    "answer": "三至六年级的摘抄本和听写本合成一本，每周最多交四本。",
                },
            ),
        ),
    )


def pupils(plan: Any) -> None:
    """Published, and hidden again by two people: from what it said one could tell which pupil it was."""
    plan.letter(
        Type.MAILBOX,
        "我的孩子腿脚不方便，教室在四楼，上下楼很慢。能不能换到一楼？",
        on=plan.ago(26),
        unit="德育处",
        finding=Finding.ADOPTED,
        reply="已经和年级组商量好，下周一起您孩子所在的班换到一楼，全班一起搬，不单独说是为了谁。",
        public=("孩子上下楼不方便，教室能不能换到一楼？", "可以。下周一起，这个班整班换到一楼。"),
        values={"may_publish": True},
        further=(
            Further(6, 1, "propose_hiding", "office", {"reason": Hiding.PUPILS}),
            Further(6, 4, "hide", "deputy"),
        ),
    )


def applications(plan: Any) -> None:
    plan.letter(
        Type.APPLICATION,
        "申请公开今年秋季学期食堂大宗食材（米、面、油、肉）的供货合同和中标价格。",
        on=plan.ago(19),
        unit="总务处",
        slow=9,
        checker="secretary",
        finding=Finding.PARTLY,
        reply="合同和中标价格可以公开，已按您要的方式备好文件。合同里供货方联系人的电话和账号属于个人信息和商业秘密，已经遮去。不服的，可以向澄溪区教育局反映。",
        public=(
            "申请公开食堂大宗食材的供货合同和中标价格。",
            "部分公开：合同和中标价格已经提供，联系人的电话和账号遮去。",
        ),
        values={
            "may_publish": True,
            "identity": {"kind": Identity.Kind.PARENT, "name": "阮听松", "contact": "0000-555-0171"},
            "application": {
                "applicant_kind": Application.Kind.PERSON,
                "purpose": "了解孩子吃的东西从哪里来",
                "form_wanted": Application.Form.FILE,
                "delivery": Application.Delivery.FETCH,
            },
        },
    )


def complaints(plan: Any) -> None:
    """About people, among them the two groups; and one that was not accepted."""
    plan.letter(
        Type.COMPLAINT,
        "上周五下雨，门口的保安不让家长进门廊躲雨，说话也难听。我愿意当面说清楚。",
        on=plan.ago(12),
        slow=4,
        handler="sup7",
        checker="sup6",
        finding=Finding.UPHELD,
        reply="调看了录像，情况属实。保安已经向在场的家长道歉；以后下雨天门廊开放，值班领导到门口。",
        values={
            "concern": Concern.STAFF,
            "identity": {"kind": Identity.Kind.PARENT, "name": "窦长风", "contact": "0000-555-0175"},
        },
        further=(
            Further(1, 4, "ask_identity", "office", {"reason": "写信人愿意当面说，要知道怎样约时间。"}),
            Further(1, 5, "open_identity", "sup4"),
        ),
    )
    plan.letter(
        Type.COMPLAINT,
        "沈怀远校长上月在教工大会上说，谁提意见谁明年别想评优。好几位老师都听见了。请查一查。",
        on=plan.ago(4),
        to=State.ASSIGNED,
        desk="sup1",
        handler="sup3",
        values={"concern": Concern.LEADERSHIP},
    )
    plan.letter(
        Type.COMPLAINT,
        "监督小组的邵大任同志去年审议后勤采购时，没有说明供货的是他亲戚开的店。",
        on=plan.ago(3),
        to=State.ACCEPTED,
        desk="sup1",
        values={"concern": Concern.SUPERVISION},
    )
    plan.letter(
        Type.COMPLAINT,
        "学校什么都不好，什么都要查一遍，从上到下都查。",
        on=plan.ago(34),
        to=State.DECLINED,
        checker="sup4",
        given={
            "decline": {
                "refusal": Refusal.NO_FACTS,
                "text": "没有写明是哪件事、什么时候、和谁有关，无法核实。请写明以后再提，我们马上办。",
            }
        },
        values={"channel": Channel.LETTER},
    )


def waiting(plan: Any) -> None:
    """Under way; the first is overdue and has gone up as far as it can."""
    plan.letter(
        Type.MAILBOX,
        "北门外的人行道坑坑洼洼，下雨天孩子一脚水。请学校和街道说一说。",
        on=plan.ago(14),
        to=State.ASSIGNED,
        unit="总务处",
        values={"channel": Channel.VISIT},
    )
    plan.letter(
        Type.OPINION,
        "冬天操场早操太冷，低年级的孩子能不能改在体育馆里做？",
        on=plan.ago(2),
        to=State.ASSIGNED,
        unit="德育处",
    )
