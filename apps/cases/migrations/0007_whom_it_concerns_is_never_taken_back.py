"""Whom a case concerns is only added to: no path shows it to them again."""

from django.db import migrations

KEPT = """
CREATE FUNCTION cases_about_is_kept() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'whom case % concerns is never taken back', OLD.case_id
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER cases_about_is_kept BEFORE UPDATE OR DELETE ON cases_case_about
    FOR EACH ROW EXECUTE FUNCTION cases_about_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER cases_about_is_kept ON cases_case_about;
DROP FUNCTION cases_about_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_what_a_case_concerns_grows")]
    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
