"""What the demo school does about its duties: it counts them, says who answers, enters what happened, is exempted."""

from __future__ import annotations

import datetime
from collections import defaultdict
from functools import partial
from typing import Any

from apps.accounts.models import User
from apps.calendars.models import RestDay
from apps.calendars.working_days import ONE_DAY
from apps.catalogue.models import Heading
from apps.demo.cast import DEPARTMENTS, LEFT, SCHOOL, SUPERVISORS, Cast
from apps.demo.owing import CHOICES, owner_of
from apps.demo.roads import Item
from apps.disclosures.models import Disclosure
from apps.disclosures.states import READABLE
from apps.disclosures.workflow import take
from apps.duties.arranging import arrange, hand_over
from apps.duties.exempting import draft_exemption
from apps.duties.models import Choice, Consequence, Duty, Part
from apps.duties.occurrences import record
from apps.duties.opening import open_duties
from apps.duties.placing import propose_move
from apps.duties.rhythms import Rhythm, Side, default_timing
from apps.duties.standing_in import stand_in
from apps.organization.models import Membership
from apps.organization.roles import acting_as

EARLY, MORNING, NOON = datetime.time(7), datetime.time(8, 10), datetime.time(12, 30)
HANDLED_BY_LEFT = ("1002", "1004")
"""Matters whose handler has left; nobody was entered after them."""
OUT_OF_FORCE = "学校五年发展规划仍在执行期内，本学年没有修订，也没有新的规划，所以没有内容可以公开。"
IN_PERSON = "录取结果按规定逐户书面告知家长，名单含未成年人个人信息，不在公示栏和网上公布，因此本事项不适用。"
NOTHING_BOUGHT = "校服三年选用一次，本学年沿用上一轮的结果，不另行选用，也没有新的采购。"


def add_duties(plan: Any) -> None:
    for add in (beginning, people, openings, happenings, exemptions, moves):
        add(plan)


def beginning(plan: Any) -> None:
    """On the first day that counts: the rhythms, who answers, and then everything that is due."""
    first = plan.counted_from
    plan.do(first - ONE_DAY, EARLY, partial(_choose, since=first))
    plan.do(first, EARLY, partial(_share_out, since=first))
    plan.do(first, EARLY, partial(_open, since=first))
    plan.do(first, EARLY, partial(_rest, on=plan.after(plan.this_term.starts_on, 44)))


def _choose(cast: Cast, since: datetime.date) -> None:
    school, office = cast.school, cast.people["office"]
    for code, chosen in CHOICES.items():
        Choice.objects.create(
            school=school,
            heading=Heading.objects.get(code=code),
            rhythm=chosen.rhythm,
            since=since,
            reason=chosen.reason,
            chosen_by=office,
            chosen_as=acting_as(office, "duties.arrange", school),
        )


def _share_out(cast: Cast, since: datetime.date) -> None:
    """Each matter to its department's clerk; those of the party branch have its secretary in charge."""
    office, handled = cast.people["office"], defaultdict(list)
    for heading in Heading.objects.filter(is_active=True):
        handler = LEFT.username if heading.code in HANDLED_BY_LEFT else ""
        handled[owner_of(heading.code), handler].append(heading)
    for (name, handler), headings in handled.items():
        department = next(one for one in DEPARTMENTS if one.name == name)
        person, unit = cast.people[handler or department.clerk], cast.units[name]
        hand_over(headings, unit, person, since=since, alone=False, actor=office)
        if department.leader == "secretary":
            for heading in headings:
                arrange(heading, unit, {Part.DEPUTY: cast.people["secretary"]}, since=since, actor=office)


def _open(cast: Cast, since: datetime.date | None = None) -> None:
    open_duties(cast.school, actor=User.objects.clock(), since=since)


def _rest(cast: Cast, on: datetime.date) -> None:
    RestDay.objects.create(school=cast.school, date=on, name="校运动会补休")


def openings(plan: Any) -> None:
    """The clock's turns that bring something new: in July, when the next school year comes into sight."""
    for year in plan.years:
        day = datetime.date(year.starts_on.year, 7, 4)
        if day > plan.counted_from:
            plan.do(day, EARLY, _open)


def people(plan: Any) -> None:
    """One handler has left, and a clerk is away at a training."""
    plan.do(plan.ago(8), NOON, partial(_leave, on=plan.ago(8)))
    plan.do(plan.ago(2), NOON, partial(_stand_in, first=plan.ago(2), last=plan.ahead(6)))


def _leave(cast: Cast, on: datetime.date) -> None:
    Membership.objects.filter(user=cast.people[LEFT.username]).update(until=on)


def _stand_in(cast: Cast, first: datetime.date, last: datetime.date) -> None:
    away, other, office = (cast.people[name] for name in ("clerk3", "clerk2", "office"))
    stand_in(away, other, since=first, until=last, reason="参加区里的德育干部培训", actor=office)


def happenings(plan: Any) -> None:
    """An event for every item of a matter that is due when something happens; and a contract without its item."""
    follows = dict(Consequence.objects.values_list("heading__code", "then__code"))
    announced = {(follows[item.heading.code], item.unit) for item in plan.items if item.heading.code in follows}
    for item in plan.items:
        timing = default_timing(item.heading)
        is_told = item.to in READABLE and not item.corrects and (item.heading.code, item.unit) not in announced
        if timing.rhythm == Rhythm.ON_EVENT and is_told and item.on > plan.counted_from:
            happened_on = plan.before(item.on, 1) if timing.days else item.on
            if timing.side == Side.BEFORE:
                happened_on = plan.after(item.on, timing.days + 3)
            plan.do(item.on, MORNING, partial(_record, item=item, happened_on=happened_on))
    plan.do(plan.ago(1), NOON, partial(_sign, on=plan.ago(1)))


def _record(cast: Cast, item: Item, happened_on: datetime.date) -> None:
    department = next(one for one in DEPARTMENTS if one.name == item.unit)
    title = f"{item.heading.name.partition('（')[0]}（{happened_on:%-m月%-d日}）"
    actor = cast.people[department.clerk]
    record(item.heading, cast.units[item.unit], title=title, happened_on=happened_on, actor=actor)


def _sign(cast: Cast, on: datetime.date) -> None:
    heading, unit = Heading.objects.get(code="0804"), cast.units["总务处"]
    record(heading, unit, title="签订食堂净菜加工设备采购合同", happened_on=on, actor=cast.people["clerk"])


def exemptions(plan: Any) -> None:
    """One of each school year is posted in its first term, one in its second; one is in review."""
    for term in plan.terms[1:]:
        code, reason = ("0402", IN_PERSON) if term.starts_on.month == 2 else ("0301", OUT_OF_FORCE)
        day = plan.after(term.starts_on, 6)
        plan.do(day, EARLY, partial(_exempt, code=code, on=term.starts_on, reason=reason, to="post"))
    plan.do(plan.ago(2), MORNING, partial(_exempt, code="0808", on=plan.today, reason=NOTHING_BOUGHT, to="submit"))


def _exempt(cast: Cast, code: str, on: datetime.date, reason: str, to: str) -> None:
    """Somebody drafts the statement; posted, five members endorsed it."""
    department = next(one for one in DEPARTMENTS if one.name == owner_of(code))
    duty = Duty.objects.get(heading__code=code, starts_on__lte=on, ends_on__gte=on)
    item = draft_exemption(duty, actor=cast.people[department.clerk], reason=reason)
    Disclosure.objects.filter(pk=item.pk).update(
        responsible=cast.people[department.leader], signed_by=f"{SCHOOL}{department.name}"
    )
    take("submit", item, actor=cast.people[department.leader])
    if to == "post":
        for name in SUPERVISORS[:5]:
            take("endorse", item, actor=cast.people[name])
        take("post", item, actor=cast.people["office"])


def moves(plan: Any) -> None:
    """A report whose title names another month than its day: somebody proposes to move it."""
    for item in plan.misplaced:
        plan.do(plan.ago(3), NOON, partial(_propose, item=item))


def _propose(cast: Cast, item: Item) -> None:
    duty = Duty.objects.get(heading=item.heading, key=f"{item.on:%Y-%m}")
    why = f"标题写的是{item.on.month}月的检查，按公布日期算到了前一个月，应当归到{item.on.month}月。"
    propose_move(Disclosure.objects.get(pk=item.pk), duty, actor=cast.people["office"], reason=why)
