"""Traditional Chinese formats: the same as Simplified."""

from disclosure_portal.formats.zh_Hans.formats import (  # noqa: F401
    DATE_INPUT_FORMATS,
    DATETIME_FORMAT,
    MONTH_DAY_FORMAT,
    NUMBER_GROUPING,
    SHORT_DATETIME_FORMAT,
    THOUSAND_SEPARATOR,
    TIME_FORMAT,
)
