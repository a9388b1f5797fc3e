"""The demo's school with the newest of everything: enough to show every page, made in a few seconds."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.calendars.management.commands.fill_calendar import outcome
from apps.catalogue.loading import load
from apps.catalogue.models import Heading
from apps.demo.planning import Plan, plan_for
from apps.demo.roads import Item
from apps.demo.seeding import enact
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.groupwork.models import Verdict
from apps.groupwork.recording import strike
from apps.pages.models import Banner, Page
from apps.pages.writing import save_text
from apps.papers.hanging import hang
from apps.reuse.files import FORMS
from apps.reuse.jobs import ask_for, write_file
from tests.grouping import answered, met, planned

SAME = 2
"""How many items of one kind, end and audience are made."""


@transaction.atomic
def found() -> None:
    """Fill a flushed database."""
    load(Heading)
    today = timezone.localdate()
    for year in (today.year - 1, today.year, today.year + 1):
        outcome(year)
    plan = plan_for(today)
    plan.items = _newest(plan)
    enact(plan, report=lambda line: None)
    _at_work(person("office"))
    _groups_meet(person("office"))


def _newest(plan: Plan) -> list[Item]:
    """The newest of every sort, those that cases are about, and whatever they correct, in the order of the plan."""
    written_about = {id(letter.item) for letter in plan.letters} | {id(item) for item in plan.misplaced}
    seen: Counter[tuple[object, ...]] = Counter()
    chosen: list[int] = []
    for item in sorted(plan.items, key=lambda item: item.on, reverse=True):
        sort = (item.factory, item.to, item.values["audience"])
        seen[sort] += 1
        if item.corrects or item.withdrawal or id(item) in written_about or seen[sort] <= SAME:
            chosen += [id(item), id(item.corrects)]
    return [item for item in plan.items if id(item) in chosen]


def _at_work(office: User) -> None:
    """What the office does beside the items: a notice hangs, a page is rewritten, a banner runs, lists are taken."""
    hung = Disclosure.objects.filter(state=State.POSTED).latest("posted_at")
    hang(hung, actor=office, place="校门口公示栏", hung_at=timezone.now())
    guide = Page.objects.get(pk=Page.Slug.GUIDE)
    text = guide.revisions.latest("number")
    save_text(
        guide, actor=office, seen=text.number, title=text.title, body=f"{text.body}<p>另见公开目录。</p>", note="补充"
    )
    today = timezone.localdate()
    Banner.objects.create(text="11月30日校园开放日，欢迎到校看公示栏", since=today, until=today, tone=Banner.Tone.WARN)
    ask_for(FORMS["csv"], "", actor=office)
    write_file.call(str(ask_for(FORMS["json"], "", actor=office).pk))


def _groups_meet(office: User) -> None:
    """A meeting that stands and one struck out, a plan, and a month that one member answered."""
    members = [person("sup1"), person("sup2")]
    people = SimpleNamespace(
        school=office.memberships.get().unit, office=office, member=members[0], supervisors=members
    )
    strike(met(people, discussed="日期写错的一次。"), actor=office, reason="日期写错")
    met(people, guests="社区干部一位")
    planned(people)
    answered(people, timely=(Verdict.NO, "食堂月报晚了三天。"))


def person(username: str) -> User:
    return User.objects.get(username=username)


def one_of_each(*fields: str, **narrow: object) -> list[Disclosure]:
    """The newest item of every combination of these columns, as its kind."""
    items = Disclosure.objects.filter(**narrow).order_by(*fields, "-posted_at", "-id").distinct(*fields)
    return [item.specific for item in items]
