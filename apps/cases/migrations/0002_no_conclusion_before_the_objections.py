"""The gate as a trigger: no path concludes an item while an objection filed in time is not decided."""

from django.db import migrations

GATE = """
CREATE FUNCTION cases_objections_are_decided() RETURNS trigger AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cases_case WHERE disclosure_id = NEW.id AND type = 'objection' AND NOT is_late
           AND state IN ('received', 'accepted', 'assigned', 'asked', 'drafted')
    ) THEN
        RAISE EXCEPTION 'disclosure % has an objection that is not decided', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER cases_objections_are_decided BEFORE UPDATE ON disclosures_disclosure
    FOR EACH ROW WHEN (OLD.state = 'posted' AND NEW.state = 'concluded')
    EXECUTE FUNCTION cases_objections_are_decided();
"""
NO_GATE = """
DROP TRIGGER cases_objections_are_decided ON disclosures_disclosure;
DROP FUNCTION cases_objections_are_decided();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases_and_their_history")]
    operations = [migrations.RunSQL(GATE, NO_GATE)]
