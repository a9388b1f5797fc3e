
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
            name='PersonnelChange',
            fields=[
                ('disclosure_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='disclosures.disclosure')),
                ('change_type', models.CharField(choices=[('appointment', 'appointment'), ('competition', 'competition for posts'), ('title', 'professional title'), ('recruitment', 'recruitment'), ('transfer', 'transfer or secondment'), ('party', 'Party membership')], default='appointment', max_length=12, verbose_name='kind of change')),
                ('grounds', models.TextField(blank=True, help_text='Procedure and meetings with their dates, and the rule followed.', verbose_name='how they were chosen')),
                ('eligible_voters', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='entitled to vote')),
                ('present_voters', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='present')),
                ('valid_votes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='valid votes')),
                ('probation_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='probation in months')),
            ],
            options={
                'verbose_name': 'personnel change',
                'verbose_name_plural': 'personnel',
                'constraints': [models.CheckConstraint(condition=models.Q(('eligible_voters__isnull', True), ('present_voters__isnull', True), ('present_voters__lte', models.F('eligible_voters')), _connector='OR'), name='personnel_present_are_entitled', violation_error_message='More people are present than are entitled to vote. Check the numbers.'), models.CheckConstraint(condition=models.Q(('present_voters__isnull', True), ('valid_votes__isnull', True), ('valid_votes__lte', models.F('present_voters')), _connector='OR'), name='personnel_votes_come_from_those_present', violation_error_message='There are more valid votes than people present. Check the numbers.')],
            },
            bases=('disclosures.disclosure',),
        ),
        migrations.CreateModel(
            name='Appointee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('gender', models.CharField(blank=True, choices=[('female', 'female'), ('male', 'male')], max_length=6, verbose_name='gender')),
                ('birth_month', models.CharField(blank=True, help_text='Year and month, such as 1985-09. Never published.', max_length=7, validators=[django.core.validators.RegexValidator('^[0-9]{4}-(0[1-9]|1[0-2])$', 'Write year and month only, such as 1985-09. A full date of birth is never stored.')], verbose_name='month of birth')),
                ('education', models.CharField(blank=True, help_text='Never published.', max_length=40, verbose_name='education')),
                ('political_status', models.CharField(blank=True, help_text='Never published.', max_length=20, verbose_name='political status')),
                ('current_post', models.CharField(blank=True, max_length=80, verbose_name='present post')),
                ('proposed_post', models.CharField(blank=True, max_length=80, verbose_name='proposed post')),
                ('years_of_service', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='years of service')),
                ('selection_method', models.CharField(blank=True, help_text='Such as 民主推荐、考察.', max_length=80, verbose_name='way of selection')),
                ('is_exceptional', models.BooleanField(default=False, verbose_name='exceptional promotion')),
                ('exception_grounds', models.CharField(blank=True, max_length=200, verbose_name='grounds for the exception')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='score')),
                ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rank')),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointees', to='personnel.personnelchange')),
            ],
            options={
                'verbose_name': 'person proposed',
                'verbose_name_plural': 'people proposed',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personnelchange',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_ptr_id; ELSE item := NEW.disclosure_ptr_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_ptr_id <> NEW.disclosure_ptr_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_ptr_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='9d2de5d1110218d8e1af9cb7ccc65124343b48c7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_ab754', table='personnel_personnelchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personnelchange',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='1e5f8c753182d38f5c0118f2df69d57800d227f8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_01dfc', table='personnel_personnelchange', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personnelchange',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='5ace5a35086b3ebe9b405b746cfdcb1c261708d3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8c57e', table='personnel_personnelchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='appointee',
            constraint=models.CheckConstraint(condition=models.Q(('birth_month', ''), ('birth_month__regex', '^[0-9]{4}-(0[1-9]|1[0-2])$'), _connector='OR'), name='appointee_birth_month_is_no_date', violation_error_message='Write year and month only, such as 1985-09. A full date of birth is never stored.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointee',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_id <> NEW.disclosure_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='a5e6c62cf56fd8544e49f5c8bf167415b247e8e4', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_d44ce', table='personnel_appointee', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointee',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_id, OLD.disclosure_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_id, OLD.disclosure_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='21b77d27e9c8ec23634aacd604e58e853d32ee59', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_bb31c', table='personnel_appointee', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointee',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='9a4685d2ebded774e0ce165fa3900c5799aa3769', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a070c', table='personnel_appointee', when='BEFORE')),
        ),
    ]
