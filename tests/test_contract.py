"""What every kind keeps. A sixth kind is tested by being there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.template import engines
from django.template.loader import get_template

from apps.disclosures.admin import DisclosureAdmin
from apps.disclosures.content import HIDDEN, content_of
from apps.disclosures.differences import differences
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.publicity import period_of
from apps.disclosures.rules import problems
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, take
from apps.organization.models import Role
from tests.cast import draft, factory_of, person, walk
from tests.psql import change, psql, refused

KINDS = Disclosure.kinds()
LINES = [line for kind in KINDS for line in kind.line_models()]
NAMING = [kind for kind in KINDS if kind.names is not Disclosure.names]
ADDRESSES = {"r", "files", "search", "desk", "admin", "account", "display", "healthz", "static", "feed", "data", "api"}

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind._meta.app_label)
every_line = pytest.mark.parametrize("line", LINES, ids=lambda line: line.__name__)


def triggers_of(model) -> set[str]:
    """Names of the guards on a table, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O' AND NOT tgisinternal",
            [model._meta.db_table],
        )
        return {re.sub(r"^pgtrigger_|_[0-9a-f]{5}$", "", name) for (name,) in cursor.fetchall()}


def of_line(line):
    """The kind of a line."""
    return line._meta.get_field("disclosure").related_model


# Shape


@every_kind
def test_a_kind_is_the_only_one_of_its_folder(kind):
    assert [each for each in KINDS if each._meta.app_label == kind._meta.app_label] == [kind]


@every_kind
def test_a_kind_lives_in_a_folder_of_its_slug(kind):
    assert kind._meta.app_config.name == f"apps.kinds.{kind._meta.app_label}"


@every_kind
def test_a_kind_is_one_level_below_the_envelope(kind):
    assert list(kind._meta.parents) == [Disclosure]


@every_kind
def test_a_slug_is_not_an_address_of_the_portal(kind):
    assert kind._meta.app_label not in ADDRESSES


@every_kind
def test_a_glyph_is_one_character(kind):
    assert len(kind.glyph) == 1


@pytest.mark.parametrize("fact", ["glyph", "rank"])
def test_no_two_kinds_share(fact):
    assert len({getattr(kind, fact) for kind in KINDS}) == len(KINDS)


def test_kinds_stand_in_the_order_of_their_rank():
    assert [kind.rank for kind in KINDS] == sorted(kind.rank for kind in KINDS)


@pytest.mark.parametrize("model", [*KINDS, *LINES], ids=lambda model: model.__name__)
def test_each_column_has_a_name_of_its_own(model):
    """The text of an item is compared by these names."""
    names = [str(field.verbose_name) for field in model._meta.concrete_fields if field.name not in HIDDEN]
    assert [name for name in names if names.count(name) > 1] == []


@every_kind
def test_the_tables_of_a_kind_have_names_of_their_own(kind):
    names = [str(model._meta.verbose_name_plural) for model in [*kind.line_models(), Attachment]]
    assert len(set(names)) == len(names)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*KINDS, *LINES, Attachment], ids=lambda model: model.__name__)
def test_the_database_guards_the_table(model):
    assert triggers_of(model) == {"frozen_with_its_disclosure", "text_is_recorded", "never_emptied"}


@every_kind
def test_a_kind_is_edited_in_the_admin_of_the_platform(kind):
    assert isinstance(admin.site._registry[kind], DisclosureAdmin)


def test_no_kind_is_named_outside_its_folder():
    names = "|".join([kind.__name__ for kind in KINDS] + [rf"[\"'/]{kind._meta.app_label}[\"'/.]" for kind in KINDS])
    root = Path(settings.BASE_DIR)
    files = [*root.glob("apps/**/*.py"), *root.glob("templates/**/*.html")]
    elsewhere = [file for file in files if not {"kinds", "migrations", "demo"} & set(file.relative_to(root).parts)]
    assert [str(file.relative_to(root)) for file in elsewhere if re.search(names, file.read_text())] == []


# Life


@every_kind
def test_the_draft_of_the_factory_is_ready(cast, kind):
    assert problems(draft(cast, factory_of(kind))) == []


@every_kind
def test_a_draft_knows_its_kind(cast, kind):
    assert draft(cast, factory_of(kind)).kind == kind._meta.app_label


@every_kind
def test_an_item_is_read_as_its_kind(cast, kind):
    item = draft(cast, factory_of(kind))
    assert type(Disclosure.objects.get(pk=item.pk).specific) is kind


@every_kind
@pytest.mark.parametrize("state", State)
def test_an_item_walks_to_every_state(cast, kind, state):
    assert walk(draft(cast, factory_of(kind)), state, cast).state == state


@every_kind
def test_the_page_shows_the_kind_s_own_part(cast, kind):
    item = walk(draft(cast, factory_of(kind)), State.POSTED, cast)
    frame = engines["django"].from_string("{% block content %}{% endblock %}").template
    page = get_template(f"{kind._meta.app_label}/detail.html")
    shown = page.render(
        {"frame": frame, "item": Disclosure.objects.get(pk=item.pk).specific, "period": period_of(item)}
    )
    assert "{" not in shown


@every_kind
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1} WHERE {1} = %s", "DELETE FROM {0} WHERE {1} = %s"])
def test_the_row_of_a_kind_is_frozen_with_the_item(cast, kind, statement):
    item = walk(draft(cast, factory_of(kind)), State.IN_REVIEW, cast)
    with refused("is frozen in state in_review"):
        psql(statement.format(kind._meta.db_table, kind._meta.pk.column), item.pk)


@every_line
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET position = position WHERE disclosure_id = %s", "DELETE FROM {} WHERE disclosure_id = %s"],
)
def test_a_line_is_frozen_with_the_item(cast, line, statement):
    item = walk(draft(cast, factory_of(of_line(line))), State.IN_REVIEW, cast)
    with refused("is frozen in state in_review"):
        psql(statement.format(line._meta.db_table), item.pk)


@every_line
def test_a_line_that_is_gone_is_a_change_of_the_text(cast, line):
    item = draft(cast, factory_of(of_line(line)))
    before = content_of(item)
    line.objects.filter(disclosure=item).first().delete()
    assert differences(before, content_of(Disclosure.objects.get(pk=item.pk)), type(item))


@every_kind
def test_a_file_belongs_to_the_text_of_every_kind(cast, kind):
    item = draft(cast, factory_of(kind))
    before = content_of(item)
    AttachmentFactory(disclosure=item)
    assert len(differences(before, content_of(Disclosure.objects.get(pk=item.pk)), type(item))) == 1


@pytest.mark.parametrize("kind", NAMING, ids=lambda kind: kind._meta.app_label)
@pytest.mark.parametrize("step", ["endorse", "return"])
def test_nobody_reviews_an_item_about_themselves(cast, kind, step):
    item = draft(cast, factory_of(kind))
    named = person(min(item.names()), Role.SUPERVISION, cast.school, line="union")
    item = walk(item, State.IN_REVIEW, cast)
    with pytest.raises(Refused):
        take(step, item, actor=named, reason="请写明标准")


# A kind that is gone


def test_an_item_of_an_unknown_kind_has_no_page(cast):
    item = draft(cast)
    change(item, "kind = 'gone'")
    with pytest.raises(Disclosure.DoesNotExist, match="kind gone is not installed"):
        _ = Disclosure.objects.get(pk=item.pk).specific


def test_an_unknown_slug_is_no_kind():
    assert Disclosure.kind_of("gone") is None
