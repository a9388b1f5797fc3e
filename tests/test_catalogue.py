import re
from io import StringIO

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import translation

from apps.catalogue.admin import HeadingAdmin
from apps.catalogue.loading import load
from apps.catalogue.models import Heading

pytestmark = pytest.mark.django_db

# A law or document by name, with its number and articles; or a document by its number alone.
CITATION = re.compile(r"《[^《》；]+》(（[^（）；]+号）)?(第\d+(、\d+)*条)?|\w+〔\d{4}〕\d+号")

# Numbers that regulations.md §9 does not confirm, and the words of working remarks.
NEVER_PRINTED = re.compile(
    "教监〔2002〕1号|计价格|人社部令|第40号|人事部令|教财〔2020〕5号|财政部令|财教〔2021〕310号|信访|12358"
    "|seed|需求来源|样例|样表|二手|待核|未核|默认|参照|高校|幼儿园|湖南|德化"
)


def public_bases() -> dict[str, str]:
    return {heading.code: heading.public_basis for heading in Heading.objects.all() if heading.public_basis}


def test_public_basis_names_laws_and_documents_only():
    parts = {(code, part) for code, basis in public_bases().items() for part in basis.split("；")}
    assert {(code, part) for code, part in parts if not CITATION.fullmatch(part)} == set()


def test_public_basis_has_no_remark_and_no_unconfirmed_number():
    assert {code: basis for code, basis in public_bases().items() if NEVER_PRINTED.search(basis)} == {}


def test_catalogue_has_41_confirmed_bases():
    assert len(public_bases()) == 41


def test_each_row_is_a_valid_heading():
    for heading in Heading.objects.all():
        heading.full_clean()


def test_new_database_has_the_78_headings():
    assert Heading.objects.count() == 78


def test_loading_twice_adds_nothing():
    assert (load(Heading), Heading.objects.count()) == (0, 78)


def test_loading_brings_back_a_missing_heading():
    Heading.objects.filter(code="0703").delete()
    load(Heading)
    assert Heading.objects.get(code="0703").publicity_days == 5


def test_loading_keeps_a_row_edited_by_hand():
    Heading.objects.filter(code="0703").update(publicity_days=7)
    load(Heading)
    assert Heading.objects.get(code="0703").publicity_days == 7


def test_command_says_in_words_what_it_did():
    Heading.objects.filter(code="0703").delete()
    out = StringIO()
    with translation.override("en"):
        call_command("load_catalogue", stdout=out)
    assert out.getvalue() == "1 headings added, 78 in the catalogue.\n"


def test_confirmed_basis_is_public():
    assert Heading.objects.get(code="0804").public_basis == "《政府采购法实施条例》第50条"


def test_unconfirmed_basis_is_never_public():
    heading = Heading.objects.get(code="0702")
    assert (bool(heading.basis), heading.public_basis) == (True, "")


def test_empty_basis_cannot_be_confirmed():
    heading = Heading.objects.get(code="0403")
    heading.is_confirmed = True
    with translation.override("en"), pytest.raises(ValidationError, match="There is no basis to confirm"):
        heading.full_clean()


@pytest.mark.parametrize(
    ("language", "title", "section"),
    [
        ("en", "Pre-appointment publicity of cadres", "Staff and cadres"),
        ("zh-hans", "干部任前公示", "教职工与干部"),
        ("zh-hant", "干部任前公示", "教职工与干部"),
    ],
)
def test_heading_reads_in_the_active_language(language, title, section):
    heading = Heading.objects.get(code="0703")
    with translation.override(language):
        assert (heading.title, heading.section_title) == (title, section)


def test_heading_without_english_reads_in_chinese():
    heading = Heading(name="干部任前公示", name_en="")
    with translation.override("en"):
        assert heading.title == "干部任前公示"


def test_code_cannot_be_changed_after_creation(rf):
    page = HeadingAdmin(Heading, admin.site)
    request = rf.get("/")
    assert (page.get_readonly_fields(request), page.get_readonly_fields(request, Heading())) == ([], ["code"])
