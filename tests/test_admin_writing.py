"""Writing a draft in the office: what is saved, what is refused in words, and that nothing typed is lost."""

import re

import pytest
from django.db import connection

from apps.disclosures.factories import HeadingFactory, MembershipFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.notices.models import Notice
from apps.organization.models import Role
from tests.cast import draft, walk
from tests.office import address, at_the_desk, begin, filled, save


def begun(cast, **changes):
    heading = HeadingFactory()
    begin(at_the_desk(cast.clerk), Notice, **{"title": "新稿", "heading": heading.pk, **changes})
    return Notice.objects.get(title="新稿")


def test_new_draft_is_recorded_in_the_writers_name(cast):
    event = begun(cast).events.get()
    assert (event.name, event.actor, event.actor_title) == ("draft", cast.clerk, "经办人")


def test_form_sent_twice_makes_one_draft(cast):
    begun(cast)
    page = begin(at_the_desk(cast.clerk), Notice, title="新稿", heading=HeadingFactory().pk)
    assert page.context["adminform"].form.non_field_errors() == [
        "You already have a draft with this title. Open it from “My work”, or choose another title."
    ]


def test_new_draft_belongs_to_the_writers_only_unit_without_choosing(cast):
    assert begun(cast).unit == cast.department


def test_saving_leads_back_to_the_item_with_what_is_missing(cast):
    item = draft(cast, summary="")
    saved = save(at_the_desk(cast.clerk), item, title="改过的标题")
    page = at_the_desk(cast.clerk).get(saved.url)
    assert page.context["missing"] == ["Say in one or two plain sentences what this is about."]


def test_change_is_recorded_with_the_fields_it_changed(cast):
    item = draft(cast)
    save(at_the_desk(cast.clerk), item, doc_no="澄校〔2026〕3号", signed_by="校务办公室")
    assert item.events.last().detail["changed"] == ["文号", "落款"]


def test_saving_without_a_change_records_nothing(cast):
    item = draft(cast)
    save(at_the_desk(cast.clerk), item)
    assert item.events.count() == 1


def test_text_that_the_editor_only_rewrote_is_no_change(cast):
    item = draft(cast, body="<p>原文</p>")
    save(at_the_desk(cast.clerk), item, body='<p style="color: red">原文</p>')
    assert item.events.count() == 1


def test_script_in_the_text_does_not_survive(cast):
    item = draft(cast)
    save(at_the_desk(cast.clerk), item, body="<p>通知</p><script>alert(1)</script>")
    item.refresh_from_db()
    assert item.body == "<p>通知</p>"


def test_lines_typed_without_the_editor_become_paragraphs(cast):
    item = draft(cast)
    save(at_the_desk(cast.clerk), item, body="第一段\n\n第二段 <3")
    item.refresh_from_db()
    assert item.body == "<p>第一段</p>\n\n<p>第二段 &lt;3</p>"


# What a heading brings


def test_heading_fills_what_was_left_empty(cast):
    heading = HeadingFactory(code="9902", audience="staff", publicity_days=7, basis="某某办法", is_confirmed=True)
    item = begun(cast, heading=heading.pk, audience="", publicity_days="", basis="")
    assert (item.audience, item.publicity_days, item.basis) == ("staff", 7, "某某办法")


def test_heading_does_not_overrule_what_was_typed(cast):
    heading = HeadingFactory(code="9902", audience="staff", publicity_days=7, basis="某某办法", is_confirmed=True)
    item = begun(cast, heading=heading.pk, audience="parents", publicity_days="10", basis="另一办法")
    assert (item.audience, item.publicity_days, item.basis) == ("parents", 10, "另一办法")


def test_unconfirmed_basis_of_a_heading_is_not_taken_over(cast):
    heading = HeadingFactory(code="9902", basis="尚未核实", is_confirmed=False)
    assert begun(cast, heading=heading.pk, basis="").basis == ""


def test_basis_longer_than_an_item_holds_is_left_empty(cast):
    heading = HeadingFactory(code="9902", basis="办法；" * 120, is_confirmed=True)
    assert begun(cast, heading=heading.pk, basis="").basis == ""


def test_days_taken_away_later_do_not_come_back(cast):
    item = draft(cast, heading=HeadingFactory(code="9902", publicity_days=7))
    save(at_the_desk(cast.clerk), item, publicity_days="")
    item.refresh_from_db()
    assert item.publicity_days is None


# What may be chosen


def test_clerk_chooses_only_the_own_unit(cast):
    page = at_the_desk(cast.clerk).get(address(Notice, "add"))
    assert list(page.context["adminform"].form.fields["unit"].queryset) == [cast.department]


def test_unit_of_others_is_refused(cast):
    item = draft(cast)
    save(at_the_desk(cast.clerk), item, unit=cast.other_department.pk)
    item.refresh_from_db()
    assert item.unit == cast.department


def test_leader_in_charge_is_of_the_own_school(cast):
    page = at_the_desk(cast.clerk).get(address(Notice, "add"))
    leaders = page.context["adminform"].form.fields["responsible"].queryset
    assert set(leaders) == {cast.chair, cast.deputy}


def test_headings_that_usually_take_the_kind_come_first(cast):
    HeadingFactory(code="9999", kind="notices")
    page = at_the_desk(cast.clerk).get(address(Notice, "add"))
    kinds = [heading.kind == "notices" for heading in page.context["adminform"].form.fields["heading"].queryset]
    assert kinds == sorted(kinds, reverse=True)


def test_heading_out_of_use_stays_on_the_item_that_has_it(cast):
    item = draft(cast, heading=HeadingFactory(code="9902", is_active=False))
    save(at_the_desk(cast.clerk), item, title="改过的标题")
    item.refresh_from_db()
    assert (item.title, item.heading.code) == ("改过的标题", "9902")


def test_leader_who_left_stays_on_the_item(cast):
    gone = MembershipFactory(role=Role.LEADERSHIP, unit=cast.school, until="2021-01-01").user
    item = draft(cast, responsible=gone)
    save(at_the_desk(cast.clerk), item, title="改过的标题")
    item.refresh_from_db()
    assert (item.title, item.responsible) == ("改过的标题", gone)


# Frozen


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED, State.POSTED, State.WITHDRAWN])
def test_frozen_item_has_no_field_to_type_in(cast, state):
    item = walk(draft(cast), state, cast)
    page = at_the_desk(cast.clerk).get(address(item))
    assert not page.context["adminform"].form.fields


def test_frozen_item_says_why(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    page = at_the_desk(cast.clerk).get(address(item))
    assert "The text is frozen until the supervision group has decided" in page.context["frozen"]


def test_frozen_item_shows_its_text_as_readers_see_it(cast):
    item = walk(draft(cast, body="<p>各位<strong>家长</strong></p>"), State.IN_REVIEW, cast)
    assert "<p>各位<strong>家长</strong></p>" in at_the_desk(cast.clerk).get(address(item)).content.decode()


def test_item_submitted_while_somebody_typed_keeps_what_was_typed(cast):
    item, client = draft(cast), at_the_desk(cast.clerk)
    typed = filled(client.get(address(item)), title="写到一半的标题")
    walk(item, State.IN_REVIEW, cast)
    page = client.post(address(item), typed)
    assert page.context["adminform"].form["title"].value() == "写到一半的标题"


def test_item_submitted_while_somebody_typed_is_not_changed(cast):
    item, client = draft(cast), at_the_desk(cast.clerk)
    typed = filled(client.get(address(item)), title="写到一半的标题")
    walk(item, State.IN_REVIEW, cast)
    client.post(address(item), typed)
    item.refresh_from_db()
    assert item.title != "写到一半的标题"


def test_item_submitted_while_somebody_typed_is_refused_in_words(cast):
    item, client = draft(cast), at_the_desk(cast.clerk)
    typed = filled(client.get(address(item)), title="写到一半的标题")
    walk(item, State.IN_REVIEW, cast)
    (error,) = client.post(address(item), typed).context["adminform"].form.non_field_errors()
    assert error.endswith("Nothing was saved. Copy what you still need before you leave.")


# Stale


@pytest.fixture
def stale(cast):
    """An item, the deputy's form of it opened before the clerk saved, and the deputy's browser."""
    item, client = draft(cast), at_the_desk(cast.deputy)
    typed = filled(client.get(address(item)), title="副校长写的标题")
    save(at_the_desk(cast.clerk), item, title="经办人写的标题")
    return item, typed, client


def test_stale_form_is_refused_with_who_and_what(stale, cast):
    item, typed, client = stale
    (error,) = client.post(address(item), typed).context["adminform"].form.non_field_errors()
    assert (cast.clerk.name in error, "（标题）" in error or "(标题)" in error) == (True, True)


def test_stale_form_keeps_what_was_typed(stale):
    item, typed, client = stale
    assert client.post(address(item), typed).context["adminform"].form["title"].value() == "副校长写的标题"


def test_stale_form_changes_nothing(stale):
    item, typed, client = stale
    client.post(address(item), typed)
    item.refresh_from_db()
    assert item.title == "经办人写的标题"


def test_stale_form_saved_again_is_a_decision(stale):
    item, typed, client = stale
    again = client.post(address(item), typed).context["original"].stamp
    client.post(address(item), typed | {"stamp": again})
    item.refresh_from_db()
    assert item.title == "副校长写的标题"


def test_form_without_a_stamp_is_refused(cast):
    item, client = draft(cast), at_the_desk(cast.clerk)
    typed = filled(client.get(address(item)), title="无印记")
    del typed["stamp"]
    assert client.post(address(item), typed).status_code == 200


def test_review_in_between_does_not_make_a_form_stale(cast):
    item, client = draft(cast), at_the_desk(cast.clerk)
    typed = filled(client.get(address(item)), title="退回后的标题")
    walk(item, State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        take("return", item, actor=member, reason="请补充")
    assert client.post(address(item), typed).status_code == 302


# What only the database can refuse


@pytest.fixture
def refusing_database(db):
    """A rule that no form knows, standing for any that is broken by somebody else at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE disclosures_disclosure ADD CONSTRAINT no_clash CHECK (title <> '撞上了')")


def test_refusal_of_the_database_becomes_a_sentence(cast, refusing_database):
    page = save(at_the_desk(cast.clerk), draft(cast), title="撞上了")
    (error,) = page.context["adminform"].form.non_field_errors()
    assert error.startswith("Nothing was saved: somebody else changed something at the same moment.")


def test_refusal_of_the_database_keeps_what_was_typed(cast, refusing_database):
    page = save(at_the_desk(cast.clerk), draft(cast), title="撞上了")
    assert page.context["adminform"].form["title"].value() == "撞上了"


def test_refusal_of_the_database_does_not_say_saved(cast, refusing_database):
    page = save(at_the_desk(cast.clerk), draft(cast), title="撞上了")
    assert list(page.context["messages"]) == []


# Odd values


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("publish_at", "0001-01-01T00:00"),
        ("publish_at", "9999-12-31T23:59"),
        ("publish_at", "昨天"),
        ("made_on", "2026-02-30"),
        ("publicity_days", "-3"),
        ("publicity_days", "五"),
        ("publicity_days", "99999999999"),
        ("title", ""),
        ("title", "长" * 121),
        ("audience", "everyone"),
        ("heading", "999999"),
        ("responsible", "999999"),
        ("summary", "零\x00字符"),
    ],
)
def test_odd_value_is_refused_at_its_field(cast, field, value):
    page = save(at_the_desk(cast.clerk), draft(cast), **{field: value})
    assert field in page.context["adminform"].form.errors


@pytest.mark.parametrize("amount", ["一百", "1e400", "NaN", "12.345", "99999999999999999999", "-1.00"])
def test_amount_that_is_no_amount_is_refused_at_its_line(cast, amount):
    item = draft(cast, FinanceSummaryFactory)
    page = save(at_the_desk(cast.clerk), item, **{"lines-0-amount": amount})
    assert "amount" in page.context["inline_admin_formsets"][0].formset.errors[0]


def test_amount_that_is_no_number_stays_where_it_was_typed(cast):
    """A browser's number field would have dropped it."""
    page = save(at_the_desk(cast.clerk), draft(cast, FinanceSummaryFactory), **{"lines-0-amount": "一百"})
    assert re.search(r'<input type="text" name="lines-0-amount" value="一百"', page.text)


# Lines


def test_forged_count_of_lines_is_cut(cast):
    item = draft(cast, FinanceSummaryFactory)
    page = save(at_the_desk(cast.clerk), item, **{"lines-TOTAL_FORMS": "5000", "title": ""})
    assert len(page.context["inline_admin_formsets"][0].formset.forms) == 600


def test_new_line_goes_below_the_others(cast):
    item, client = draft(cast, FinanceSummaryFactory), at_the_desk(cast.clerk)
    count = item.lines.count()
    line = {f"lines-{count}-direction": "income", f"lines-{count}-category": "利息", f"lines-{count}-amount": "3.00"}
    save(client, item, **line)
    assert item.lines.last().category == "利息"


def test_change_of_a_line_is_recorded(cast):
    item = draft(cast, FinanceSummaryFactory)
    save(at_the_desk(cast.clerk), item, **{"lines-0-note": "按实支出"})
    assert item.events.last().detail["changed"] == ["收入与支出"]


def test_lines_of_a_frozen_item_cannot_be_changed(cast):
    item, client = draft(cast, FinanceSummaryFactory), at_the_desk(cast.clerk)
    typed = filled(client.get(address(item)), **{"lines-0-note": "偷改"})
    walk(item, State.IN_REVIEW, cast)
    client.post(address(item), typed)
    assert item.lines.first().note != "偷改"


def test_forged_line_of_another_item_is_not_moved(cast):
    item, other = draft(cast, FinanceSummaryFactory), draft(cast, FinanceSummaryFactory)
    line = other.lines.first()
    save(at_the_desk(cast.clerk), item, **{"lines-0-id": line.pk, "lines-0-note": "拿来"})
    line.refresh_from_db()
    assert (line.disclosure_id, line.note) == (other.pk, "")


# A person who is gone


def test_pages_work_when_drafter_and_leader_are_deleted(cast):
    item = draft(cast, responsible=cast.deputy)
    item.drafter.delete()
    cast.deputy.delete()
    client = at_the_desk(cast.office)
    pages = [address(item), address(item, "history"), address(item, "step", "submit"), address(Notice, "changelist")]
    assert [client.get(page).status_code for page in pages] == [200] * 4


def test_frozen_page_works_when_drafter_and_leader_are_deleted(cast):
    item = walk(draft(cast, responsible=cast.deputy), State.IN_REVIEW, cast)
    item.drafter.delete()
    cast.deputy.delete()
    assert at_the_desk(cast.office).get(address(item)).status_code == 200


def test_history_keeps_the_name_of_a_deleted_person(cast):
    item, name = draft(cast), cast.clerk.name
    cast.clerk.delete()
    assert name in at_the_desk(cast.office).get(address(item, "history")).content.decode()


def test_item_of_a_deleted_drafter_can_be_submitted(cast):
    item = draft(cast, responsible=cast.deputy)
    cast.deputy.delete()
    cast.clerk.delete()
    assert walk(Disclosure.objects.get(pk=item.pk).specific, State.IN_REVIEW, cast).state == State.IN_REVIEW


# The policy


def test_scripts_of_the_form_carry_the_nonce_of_its_policy(cast):
    page = at_the_desk(cast.clerk).get(address(draft(cast)))
    nonce = re.search(r"'nonce-([^']+)'", page["Content-Security-Policy"]).group(1)
    assert f'<script type="importmap" nonce="{nonce}">' in page.content.decode()


def test_policy_of_the_form_allows_no_inline_script(cast):
    page = at_the_desk(cast.clerk).get(address(draft(cast)))
    assert "unsafe" not in page["Content-Security-Policy"]
