"""English formats: months are short, because dates stand in narrow columns."""

MONTH_DAY_FORMAT = "M j"
