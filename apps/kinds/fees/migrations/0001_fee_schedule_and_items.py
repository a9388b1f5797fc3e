
import apps.disclosures.guards
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('calendars', '0001_working_days_and_terms'),
        ('disclosures', '0001_envelope_parts_and_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeeSchedule',
            fields=[
                ('disclosure_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='disclosures.disclosure')),
                ('valid_until', models.DateField(blank=True, help_text='Last day; empty: the last day of the term.', null=True, verbose_name='in force until')),
                ('relief_policy', models.TextField(blank=True, help_text='Who pays nothing or less, and how to ask for it.', verbose_name='who is exempt')),
                ('settlement_rule', models.TextField(blank=True, help_text='When money is returned, and how it may be paid.', verbose_name='refunds and payment')),
                ('supervision_phones', models.TextField(blank=True, help_text='One to a line: who answers, a space, the number.', verbose_name='telephones for complaints')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calendars.term', verbose_name='term')),
            ],
            options={
                'verbose_name': 'fee schedule',
                'verbose_name_plural': 'fees',
            },
            bases=('disclosures.disclosure',),
        ),
        migrations.CreateModel(
            name='FeeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('nature', models.CharField(blank=True, choices=[('administrative', 'administrative charge'), ('service', 'service charge'), ('agency', 'agency collection')], max_length=16, verbose_name='nature')),
                ('name', models.CharField(max_length=60, verbose_name='item')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(0, 'An amount is never below zero.')], verbose_name='amount in yuan')),
                ('standard_text', models.CharField(blank=True, help_text='When there is no number, such as 按中标价.', max_length=60, verbose_name='standard in words')),
                ('charge_unit', models.CharField(blank=True, help_text='Without 元, such as 月, 餐, 套 or 生·学期.', max_length=20, verbose_name='charged per')),
                ('grade_from', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'grade 1'), (2, 'grade 2'), (3, 'grade 3'), (4, 'grade 4'), (5, 'grade 5'), (6, 'grade 6'), (7, 'grade 7'), (8, 'grade 8'), (9, 'grade 9')], null=True, verbose_name='from grade')),
                ('grade_to', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'grade 1'), (2, 'grade 2'), (3, 'grade 3'), (4, 'grade 4'), (5, 'grade 5'), (6, 'grade 6'), (7, 'grade 7'), (8, 'grade 8'), (9, 'grade 9')], help_text='Both empty: all grades.', null=True, verbose_name='to grade')),
                ('times_per_term', models.DecimalField(blank=True, decimal_places=2, help_text='How often it is paid in a term, to add up the totals; empty: once.', max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='times a term')),
                ('doc_no', models.CharField(blank=True, help_text='Attach the document, too, its number in the title. Part several numbers with “、”.', max_length=120, verbose_name='basis document number')),
                ('approving_body', models.CharField(blank=True, max_length=60, verbose_name='approved by')),
                ('scope', models.CharField(blank=True, max_length=60, verbose_name='who is charged')),
                ('charged_when', models.CharField(blank=True, max_length=40, verbose_name='when it is charged')),
                ('is_voluntary', models.BooleanField(default=False, verbose_name='voluntary')),
                ('is_waived', models.BooleanField(default=False, verbose_name='free of charge')),
                ('relief', models.CharField(blank=True, help_text='Who pays less, such as 甲类全免.', max_length=80, verbose_name='relief')),
                ('remark', models.CharField(blank=True, max_length=120, verbose_name='remark')),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='fees.feeschedule')),
            ],
            options={
                'verbose_name': 'fee item',
                'verbose_name_plural': 'fee items',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeeTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('grade', models.PositiveSmallIntegerField(choices=[(1, 'grade 1'), (2, 'grade 2'), (3, 'grade 3'), (4, 'grade 4'), (5, 'grade 5'), (6, 'grade 6'), (7, 'grade 7'), (8, 'grade 8'), (9, 'grade 9')], verbose_name='grade')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, validators=[django.core.validators.MinValueValidator(0, 'An amount is never below zero.')], verbose_name='total in yuan')),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='totals', to='fees.feeschedule')),
            ],
            options={
                'verbose_name': 'total of a grade',
                'verbose_name_plural': 'totals by grade',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_ptr_id; ELSE item := NEW.disclosure_ptr_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_ptr_id <> NEW.disclosure_ptr_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_ptr_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='2b9c2eb495d08c5f1f3efa70bd636e9968758397', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_4d398', table='fees_feeschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_ptr_id, OLD.disclosure_ptr_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='b8803869054821b5e4feac045aa44234572667db', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_d7a00', table='fees_feeschedule', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='6e37e5bc08e03dca2d8b1ed33992da9d79b3ab46', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_0e974', table='fees_feeschedule', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='feeitem',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gte', 0), _connector='OR'), name='fee_amount_not_below_zero', violation_error_message='An amount is never below zero.'),
        ),
        migrations.AddConstraint(
            model_name='feeitem',
            constraint=models.CheckConstraint(condition=models.Q(('grade_from__isnull', True), ('grade_from__range', (1, 9)), _connector='OR'), name='fee_first_grade_exists', violation_error_message='Grades run from 1 to 9.'),
        ),
        migrations.AddConstraint(
            model_name='feeitem',
            constraint=models.CheckConstraint(condition=models.Q(('grade_to__isnull', True), ('grade_to__range', (1, 9)), _connector='OR'), name='fee_last_grade_exists', violation_error_message='Grades run from 1 to 9.'),
        ),
        migrations.AddConstraint(
            model_name='feeitem',
            constraint=models.CheckConstraint(condition=models.Q(('grade_from__isnull', True), ('grade_to__isnull', True), ('grade_to__gte', models.F('grade_from')), _connector='OR'), name='fee_grades_in_order', violation_error_message='The last grade is below the first. Check the two grades.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeitem',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_id <> NEW.disclosure_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='ce2569f5cb83b72a9c29cfd6d07c7f32a81b690a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_195bb', table='fees_feeitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeitem',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_id, OLD.disclosure_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_id, OLD.disclosure_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='bfa8789b8912e02be39e657ff14566ca8896e269', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_50831', table='fees_feeitem', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeitem',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='9dac79dc7f881258d8d44ac41bc5a055218f7ddc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8ca56', table='fees_feeitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='feetotal',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='fee_total_not_below_zero', violation_error_message='An amount is never below zero.'),
        ),
        migrations.AddConstraint(
            model_name='feetotal',
            constraint=models.CheckConstraint(condition=models.Q(('grade__range', (1, 9))), name='fee_total_grade_exists', violation_error_message='Grades run from 1 to 9.'),
        ),
        migrations.AddConstraint(
            model_name='feetotal',
            constraint=models.UniqueConstraint(fields=('disclosure', 'grade'), name='fee_total_once_a_grade', violation_error_message='This grade has a total already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feetotal',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_id <> NEW.disclosure_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='64ccd47ab10dd443a3918d66d5bbf1182150e25d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_0e70f', table='fees_feetotal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feetotal',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_id, OLD.disclosure_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_id, OLD.disclosure_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='59420b42df5324e386e8eafa9a2262200cd307bd', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_972ae', table='fees_feetotal', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feetotal',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='a09c91239a52c235d5b54c5271c49a8c59e1b1c3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_25342', table='fees_feetotal', when='BEFORE')),
        ),
    ]
