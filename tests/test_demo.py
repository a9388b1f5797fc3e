"""The demo: an invented school that is whole on whatever day it is made, made once, and never beside real data."""

import datetime
import re
from collections import Counter
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.accounts.models import User
from apps.calendars.filling import fill
from apps.calendars.models import Term
from apps.calendars.working_days import ONE_DAY
from apps.cases.filing import find
from apps.cases.models import Case, Publication
from apps.cases.states import State as CaseState
from apps.cases.types import Channel, Concern, Type
from apps.catalogue.models import Audience
from apps.demo.acting import SECRET
from apps.demo.cast import ADMIN, PASSWORD
from apps.demo.documents import pdf
from apps.demo.planning import Plan, kinds_shown, plan_for
from apps.demo.seeding import seed
from apps.disclosures.factories import SchoolFactory, UserFactory
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.states import Outcome, State
from apps.duties.conditions import Condition
from apps.duties.models import Duty, Occurrence, Placement, StandIn
from apps.duties.people import abandoned
from apps.duties.placing import moves_waiting_for
from apps.organization.models import Unit

TODAYS = [
    datetime.date(2026, 7, 20),  # in the summer vacation
    datetime.date(2026, 8, 31),  # the last day of a school year
    datetime.date(2026, 9, 1),  # and the first of the next
    datetime.date(2026, 10, 3),  # a Saturday in the National Day holiday
    datetime.date(2026, 10, 5),  # in the same holiday, with a report of the third quarter due
    datetime.date(2026, 11, 22),  # a Sunday
    datetime.date(2027, 1, 2),  # a Saturday, in a year whose holidays may not be known
    datetime.date(2027, 2, 10),  # in the winter vacation
    datetime.date(2027, 2, 17),  # after the Spring Festival
    datetime.date(2027, 3, 3),  # a term that has hardly begun
    datetime.date(2028, 2, 29),
]


@pytest.fixture(params=TODAYS, ids=str)
def plan(request, db):
    for year in (2025, 2026):
        fill(year)
    return plan_for(request.param)


def test_plan_has_forty_items(plan):
    assert len(plan.items) >= 40


def test_plan_lies_in_the_past(plan):
    assert max(deed.at for deed in plan.deeds()).date() < plan.today


def test_plan_goes_on_from_month_to_month(plan):
    moments = [deed.at for deed in plan.deeds()]

    assert moments == sorted(moments)


def test_plan_has_something_in_publicity(plan):
    posted = [item for item in plan.items if item.to == State.POSTED and item.values["publicity_days"]]

    assert len([item for item in posted if plan.after(item.on, item.values["publicity_days"]) >= plan.today]) >= 2


def test_plan_posts_its_next_item_on_a_day_to_come(plan):
    assert all(item.values["publish_at"].date() > plan.today for item in plan.items if "publish_at" in item.values)


def test_plan_has_accounts_that_balance(plan):
    posted = [item.values for item in plan.items if "opening_balance" in item.values and item.to != State.DRAFT]

    assert [values["title"] for values in posted if left(values) != Decimal(values["closing_balance"])] == []


def left(values):
    """What the opening balance and the lines leave."""
    signs = {"income": 1, "expense": -1}
    changes = (signs[line["direction"]] * Decimal(line["amount"]) for line in values["lines"])
    return Decimal(values["opening_balance"]) + sum(changes)


def test_plan_has_cases_of_every_type(plan):
    assert {letter.type for letter in plan.letters} == set(Type)


def test_plan_objects_while_the_item_is_in_publicity(plan):
    objections = [letter for letter in plan.letters if letter.type == Type.OBJECTION]
    periods = [(one.item.on, plan.after(one.item.on, one.item.values["publicity_days"])) for one in objections]

    assert [
        one.text for one, (first, last) in zip(objections, periods, strict=True) if not first <= one.on < last
    ] == []


def test_plan_decides_objections_before_the_item_concludes(plan):
    deeds = plan.deeds()
    concluded = {id(deed.item): deed.at for deed in deeds if deed.name == "conclude"}
    sent = [deed for deed in deeds if deed.name == "send_reply" and deed.letter.type == Type.OBJECTION]

    assert [act.letter.text for act in sent if act.at >= concluded.get(id(act.letter.item), deeds[-1].at)] == []


def not_in_time(plan, term):
    """How many duties of a term no item fulfils in time, and how many there are."""
    return sum(one.term is term for one in plan.lacking()), sum(one.term is term for one in plan.owed())


def test_plan_fulfils_nearly_all_of_the_running_term(plan):
    lacking, owed = not_in_time(plan, plan.this_term)

    assert lacking <= min(5, 1 + owed // 4)


def test_plan_leaves_something_open_in_the_last_term(plan):
    lacking, owed = not_in_time(plan, plan.last_term)

    assert 40 <= owed <= 70
    assert 5 <= lacking <= owed // 5


def test_plan_writes_no_item_twice(plan):
    titles = Counter((item.heading.code, item.values["title"]) for item in plan.items if not item.corrects)

    assert [title for title, count in titles.items() if count > 1] == []


def test_plan_chooses_the_day_before_duties_count_and_records_everything_else_from_then_on(plan):
    first, second, *_later = sorted({doing.at.date() for doing in plan.doings})
    assert (first, second) == (plan.counted_from - ONE_DAY, plan.counted_from)


def test_days_are_counted_in_working_days(db):
    fill(2026)

    assert Plan(datetime.date(2026, 10, 8)).ago(1) == datetime.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (datetime.date(2026, 9, 1), "2026—2027学年第一学期"),
        (datetime.date(2027, 2, 19), "2026—2027学年第一学期"),
        (datetime.date(2027, 2, 20), "2026—2027学年第二学期"),
        (datetime.date(2027, 8, 31), "2026—2027学年第二学期"),
    ],
)
def test_this_term_covers_today(db, today, name):
    assert Plan(today).this_term.name == name


@time_machine.travel("2026-10-03 08:00+08:00", tick=False)
def test_demo_fills_an_empty_portal_once(db, client, capsys):
    call_command("demo")
    made = set(Disclosure.objects.values_list("kind", "audience")), set(Disclosure.objects.values_list("state"))
    count, cases = Event.objects.count(), Case.objects.count()
    capsys.readouterr()

    call_command("demo")

    slugs = {kind._meta.app_label for kind in kinds_shown()}
    assert made == ({(slug, audience) for slug in slugs for audience in Audience}, {(state,) for state in State})
    assert Disclosure.objects.count() >= 40
    assert Disclosure.objects.in_publicity().count() >= 2
    assert numbers_follow_posting()
    assert set(Disclosure.objects.filter(state=State.CONCLUDED).values_list("outcome", flat=True)) == set(Outcome)
    assert set(Case.objects.values_list("concern", flat=True)) == set(Concern)
    assert cases_seen_by_whom_they_concern() == {"principal": [], "sup6": []}
    assert set(Case.objects.values_list("channel", flat=True)) == set(Channel)
    assert Case.objects.overdue().filter(climbed=3).exists()
    assert Publication.objects.exclude(case__hidden_for="").count() == 1
    assert (Event.objects.count(), Case.objects.count()) == (count, cases)
    out = capsys.readouterr().out
    assert running_term_is_nearly_all_on_time()
    assert set(Duty.objects.owed().judged().values_list("condition", flat=True)) == set(Condition)
    assert what_the_office_finds() == {"abandoned", "stand-in", "move", "exemption in review", "announced", "contract"}
    assert PASSWORD in out
    assert {case.state for case in cases_opened_by(out)} == {CaseState.ASKED, CaseState.REPLIED}
    assert client.login(username=ADMIN, password=PASSWORD)


def running_term_is_nearly_all_on_time():
    term = Term.objects.at(timezone.localdate()).get()
    tally = Duty.objects.owed().in_term(term).judged().tally()
    return tally.on_time >= 12 and tally.late <= 2 and tally.missing <= 2 and tally.exempt >= 1


def what_the_office_finds():
    """What the desk of the office and the pages of duties have to show."""
    office = User.objects.get(username="office")
    school = office.memberships.get().unit
    found = {
        "abandoned": abandoned(school),
        "stand-in": StandIn.objects.in_force_on(timezone.localdate()),
        "move": moves_waiting_for(User.objects.get(username="deputy")),
        "exemption in review": Placement.objects.filter(purpose="exempts", disclosure__state=State.IN_REVIEW),
        "announced": Occurrence.objects.exclude(announced_by=None),
        "contract": Duty.objects.open().filter(heading__code="0804"),
    }
    return {name for name, rows in found.items() if rows}


def cases_opened_by(out):
    """The cases of the receipts that are printed, opened with their secret."""
    found = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b", out)
    return [find(code, SECRET) for code in found]


def cases_seen_by_whom_they_concern():
    concerns = {"principal": Concern.LEADERSHIP, "sup6": Concern.SUPERVISION}
    people = {name: User.objects.get(username=name) for name in concerns}
    return {
        name: list(Case.objects.seen_by(people[name]).filter(concern=concern)) for name, concern in concerns.items()
    }


def numbers_follow_posting():
    posted = Disclosure.objects.exclude(posted_at=None)
    by_time = list(posted.order_by("posted_at").values_list("pk", flat=True))
    return by_time == list(posted.order_by("register_year", "register_serial").values_list("pk", flat=True))


@pytest.mark.parametrize("real", [SchoolFactory, UserFactory])
def test_demo_is_refused_beside_real_data(db, real):
    real()

    with pytest.raises(CommandError):
        call_command("demo")
    assert not Disclosure.objects.exists()


def test_demo_that_is_broken_off_leaves_nothing(db):
    def break_off(line):
        if Disclosure.objects.exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(break_off)
    assert not Unit.objects.exists()


def test_document_says_where_its_table_begins():
    content = pdf("澄教〔2024〕9号", "学生自愿购买校服。")
    place = int(content.split(b"startxref\n")[1].split(b"\n")[0])

    assert content[place:].startswith(b"xref")
