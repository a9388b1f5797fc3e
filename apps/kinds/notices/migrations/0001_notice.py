
import apps.disclosures.guards
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('disclosures', '0001_envelope_parts_and_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('disclosure_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='disclosures.disclosure')),
                ('genre', models.CharField(choices=[('circular', 'circular'), ('announcement', 'announcement'), ('rules', 'rules'), ('report', 'report'), ('guide', 'guide')], default='circular', max_length=12, verbose_name='form')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='takes effect on')),
                ('repealed_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
            bases=('disclosures.disclosure',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_ptr_id; ELSE item := NEW.disclosure_ptr_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_ptr_id <> NEW.disclosure_ptr_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_ptr_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='bb9b000cea0b3e24f0282de415794e4131a3c111', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_a30de', table='notices_notice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='1bae25d88fc397b9194dd3d19b3d253afd3bf295', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_4d2d3', table='notices_notice', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='f46a58222b8e7ca7b3cc0bc7d6c2c0f0378ff63d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_94c12', table='notices_notice', when='BEFORE')),
        ),
    ]
