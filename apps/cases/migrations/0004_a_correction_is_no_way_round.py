"""The gate looks at what an item corrects, too: an open objection to the earlier text holds the later one."""

from importlib import import_module

from django.db import migrations

before = import_module("apps.cases.migrations.0002_no_conclusion_before_the_objections")
GATE = """
CREATE OR REPLACE FUNCTION cases_objections_are_decided() RETURNS trigger AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE texts AS (
            SELECT NEW.id AS id, NEW.replaces_id AS replaces_id
            UNION
            SELECT before.id, before.replaces_id FROM disclosures_disclosure before JOIN texts ON before.id = texts.replaces_id
        )
        SELECT FROM cases_case WHERE disclosure_id IN (SELECT id FROM texts) AND type = 'objection'
           AND state IN ('received', 'accepted', 'assigned', 'asked', 'drafted')
    ) THEN
        RAISE EXCEPTION 'disclosure % has an objection that is not decided', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
"""
EARLIER = before.GATE.split("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_openings_applications_and_levels")]
    operations = [migrations.RunSQL(GATE, EARLIER)]
