import datetime

import pytest
from django.utils import translation

from apps.disclosures.factories import AttachmentFactory
from apps.kinds.notices.factories import NoticeFactory

MAY, JUNE, JULY = (datetime.date(2026, month, 1) for month in (5, 6, 7))

REFUSED = {
    "no text and no file": ({"body": ""}, "Write the text or attach a file."),
    "effective before made": (
        {"made_on": JUNE, "effective_on": MAY},
        "It takes effect before it was made. Check the two dates.",
    ),
    "ends before it begins": (
        {"made_on": MAY, "effective_on": JULY, "repealed_on": JUNE},
        "It ends before it takes effect. Check the two dates.",
    ),
}
ACCEPTED = {
    "text": {},
    "effective when made": {"made_on": MAY, "effective_on": MAY},
    "ends the day it begins": {"made_on": MAY, "effective_on": JUNE, "repealed_on": JUNE},
}


@pytest.fixture(autouse=True)
def english(db):
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("fields", "sentence"), REFUSED.values(), ids=REFUSED)
def test_notice_is_refused(fields, sentence):
    assert NoticeFactory(**fields).unready() == [sentence]


@pytest.mark.parametrize("fields", ACCEPTED.values(), ids=ACCEPTED)
def test_notice_is_ready(fields):
    assert NoticeFactory(**fields).unready() == []


def test_notice_with_a_file_needs_no_text():
    notice = NoticeFactory(body="")
    AttachmentFactory(disclosure=notice)
    assert notice.unready() == []
