
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
            name='FinanceSummary',
            fields=[
                ('disclosure_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='disclosures.disclosure')),
                ('period_type', models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('semester', 'term'), ('year', 'year')], default='month', max_length=8, verbose_name='period')),
                ('period_start', models.DateField(verbose_name='first day of the period')),
                ('period_end', models.DateField(verbose_name='last day of the period')),
                ('opening_balance', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='opening balance in yuan')),
                ('closing_balance', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='closing balance in yuan')),
                ('prepared_by', models.CharField(blank=True, max_length=30, verbose_name='prepared by')),
                ('reviewed_by', models.CharField(blank=True, max_length=30, verbose_name='checked by')),
                ('plain_note', models.TextField(blank=True, help_text='What parents and staff will ask, and the answer.', verbose_name='notes for readers')),
                ('explanation', models.TextField(blank=True, help_text='Reasons for large changes against the period before.', verbose_name='why it changed')),
            ],
            options={
                'verbose_name': 'finance summary',
                'verbose_name_plural': 'finance',
                'constraints': [models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='finance_period_in_order', violation_error_message='The period ends before it begins. Check the two days.')],
            },
            bases=('disclosures.disclosure',),
        ),
        migrations.CreateModel(
            name='FinanceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('direction', models.CharField(choices=[('income', 'income'), ('expense', 'expense')], max_length=8, verbose_name='income or expense')),
                ('category', models.CharField(max_length=40, verbose_name='category')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(0, 'An amount is never below zero.')], verbose_name='in this period')),
                ('amount_ytd', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0, 'An amount is never below zero.')], verbose_name='since the first of January')),
                ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0, 'An amount is never below zero.')], verbose_name='budget of the year')),
                ('note', models.CharField(blank=True, help_text='Such as the reason for a large change.', max_length=200, verbose_name='note')),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='finance.financesummary')),
            ],
            options={
                'verbose_name': 'line of income or expense',
                'verbose_name_plural': 'income and expense',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='financesummary',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_ptr_id; ELSE item := NEW.disclosure_ptr_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_ptr_id <> NEW.disclosure_ptr_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_ptr_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='4e5f175f2db4265176ebf60a950463a58f8b927c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_677af', table='finance_financesummary', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='financesummary',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='3ec5d8a2b0a087d53ebdc546de4e4f5ed902d9b0', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_62c19', table='finance_financesummary', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='financesummary',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='275ee80e44e7c257df11b0f75ff55d641447c764', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f1c3f', table='finance_financesummary', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='financeline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='finance_amount_not_below_zero', violation_error_message='An amount is never below zero.'),
        ),
        migrations.AddConstraint(
            model_name='financeline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_ytd__isnull', True), ('amount_ytd__gte', 0), _connector='OR'), name='finance_year_not_below_zero', violation_error_message='An amount is never below zero.'),
        ),
        migrations.AddConstraint(
            model_name='financeline',
            constraint=models.CheckConstraint(condition=models.Q(('budget__isnull', True), ('budget__gte', 0), _connector='OR'), name='finance_budget_not_below_zero', violation_error_message='An amount is never below zero.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='financeline',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_id <> NEW.disclosure_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='41dd25056d01edc728e49cb6a6671f0527c45cfe', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_f3d8e', table='finance_financeline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='financeline',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_id, OLD.disclosure_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_id, OLD.disclosure_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='71bab54b68769d353697b2dcf1a2b56399a1595c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_c913f', table='finance_financeline', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='financeline',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='f7937ed732967e6277080a182aae22b909d53735', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_e2783', table='finance_financeline', when='BEFORE')),
        ),
    ]
