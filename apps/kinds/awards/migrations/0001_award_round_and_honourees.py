
import apps.disclosures.guards
import django.core.validators
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
            name='AwardRound',
            fields=[
                ('disclosure_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='disclosures.disclosure')),
                ('award_name', models.CharField(help_text='Such as 优秀教师 or 三好学生.', max_length=60, verbose_name='award')),
                ('level', models.CharField(choices=[('school', 'school'), ('district', 'county or district'), ('city', 'city'), ('province', 'province'), ('national', 'national')], default='school', max_length=8, verbose_name='level')),
                ('category', models.CharField(blank=True, max_length=40, verbose_name='category')),
                ('school_year', models.CharField(help_text='Such as 2026—2027.', max_length=9, validators=[django.core.validators.RegexValidator('^\\d{4}—\\d{4}$', 'Write the school year as 2026—2027.')], verbose_name='school year')),
                ('honouree_group', models.CharField(choices=[('staff', 'staff'), ('students', 'pupils'), ('collectives', 'classes and groups')], default='staff', help_text='Names of pupils are shown to parents and staff only, until the day you set.', max_length=12, verbose_name='who is honoured')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('quota', models.PositiveSmallIntegerField(blank=True, help_text='How many may be honoured.', null=True, verbose_name='quota')),
                ('procedure', models.TextField(blank=True, help_text='Step by step: applied, recommended, voted, decided.', verbose_name='procedure')),
                ('voters_present', models.PositiveSmallIntegerField(blank=True, help_text='Empty when there was no vote.', null=True, verbose_name='people who voted')),
            ],
            options={
                'verbose_name': 'award round',
                'verbose_name_plural': 'awards',
            },
            bases=('disclosures.disclosure',),
        ),
        migrations.CreateModel(
            name='Honouree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('unit_or_class', models.CharField(blank=True, max_length=60, verbose_name='unit or class')),
                ('post', models.CharField(blank=True, help_text='For a class: its head teacher.', max_length=60, verbose_name='post')),
                ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='votes for')),
                ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='votes against')),
                ('votes_abstain', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstentions')),
                ('deeds', models.TextField(blank=True, verbose_name='deeds')),
            ],
            options={
                'verbose_name': 'honouree',
                'verbose_name_plural': 'honourees',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='awardround',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_ptr_id; ELSE item := NEW.disclosure_ptr_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_ptr_id <> NEW.disclosure_ptr_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_ptr_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='720e91792b13115b5e776f90b6ec95f9be427c22', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_6ceec', table='awards_awardround', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='awardround',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='50f5b1806c9b8c2e92849e221743e3cb0ff163b3', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_3fa2b', table='awards_awardround', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='awardround',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='6eb60edb7f17f9cd13707d9087c5f8b196c36ffd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_5b084', table='awards_awardround', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='honouree',
            name='disclosure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='honourees', to='awards.awardround'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='honouree',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_id <> NEW.disclosure_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='ab8014fabd834264325a4f8cc1ee7cc9ecb7c366', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_b493e', table='awards_honouree', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='honouree',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_id, OLD.disclosure_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_id, OLD.disclosure_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='df4ed038cf44e637fdbdf30c29f39b683593c0ed', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_d62d8', table='awards_honouree', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='honouree',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='bc9c6da38c3354f4217c72919adb0ed931ff2ea2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_5d539', table='awards_honouree', when='BEFORE')),
        ),
    ]
