"""Simplified Chinese formats where Django's own are not ours: 4月8日 and 8:00, commas between thousands."""

MONTH_DAY_FORMAT = "n月j日"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y年n月j日 G:i"
# The first is what a field shows again; browsers' date fields understand no other.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
