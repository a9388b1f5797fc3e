import apps.disclosures.guards
import apps.groupwork.models.files
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('disclosures', '0001_envelope_parts_and_events'),
        ('organization', '0001_units_and_memberships'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('recorded_as', models.CharField(editable=False, max_length=120, verbose_name='recorded by')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('transaction', models.BigIntegerField(default=0, editable=False)),
                ('struck_at', models.DateTimeField(editable=False, null=True)),
                ('struck_as', models.CharField(blank=True, editable=False, max_length=120, verbose_name='struck out by')),
                ('struck_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why it is struck out')),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('confirmed_as', models.CharField(blank=True, editable=False, max_length=120, verbose_name='confirmed by')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='school')),
                ('struck_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'monthly checklist',
                'verbose_name_plural': 'monthly checklists',
                'ordering': ['-month', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('truthful', 'Is what was disclosed true?'), ('complete', 'Is it complete, with nothing chosen to look good?'), ('timely', 'Did it come in time?'), ('plain', 'Is it in plain language, easy to understand?'), ('privacy', 'Does it respect privacy and the safety of the school?'), ('carried_out', 'Was it checked that what was disclosed is carried out?')], max_length=12, verbose_name='question')),
                ('verdict', models.CharField(choices=[('yes', 'yes'), ('partly', 'not quite'), ('no', 'no')], max_length=8, verbose_name='answer')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='what was noticed')),
                ('disclosure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.disclosure', verbose_name='the item it is about')),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='groupwork.checklist')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('recorded_as', models.CharField(editable=False, max_length=120, verbose_name='recorded by')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('transaction', models.BigIntegerField(default=0, editable=False)),
                ('struck_at', models.DateTimeField(editable=False, null=True)),
                ('struck_as', models.CharField(blank=True, editable=False, max_length=120, verbose_name='struck out by')),
                ('struck_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why it is struck out')),
                ('group', models.CharField(choices=[('leadership', 'leadership group'), ('supervision', 'supervision group')], max_length=12, verbose_name='group')),
                ('held_on', models.DateField(verbose_name='held on')),
                ('place', models.CharField(max_length=60, verbose_name='place')),
                ('guests', models.CharField(blank=True, max_length=200, verbose_name='guests')),
                ('discussed', models.TextField(max_length=5000, verbose_name='what was discussed')),
                ('decided', models.TextField(max_length=5000, verbose_name='what was decided')),
                ('recorded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='school')),
                ('struck_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
                'ordering': ['-held_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('recorded_as', models.CharField(editable=False, max_length=120, verbose_name='recorded by')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('transaction', models.BigIntegerField(default=0, editable=False)),
                ('struck_at', models.DateTimeField(editable=False, null=True)),
                ('struck_as', models.CharField(blank=True, editable=False, max_length=120, verbose_name='struck out by')),
                ('struck_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why it is struck out')),
                ('period', models.CharField(max_length=40, verbose_name='term or school year')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='text')),
                ('adopted_on', models.DateField(verbose_name='adopted on')),
                ('disclosure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.disclosure', verbose_name='disclosed as')),
                ('recorded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='school')),
                ('struck_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'work plan',
                'verbose_name_plural': 'work plans',
                'ordering': ['-adopted_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=apps.groupwork.models.files.stored_name, verbose_name='file')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('media_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('checklist', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='groupwork.checklist')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='groupwork.meeting')),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='groupwork.plan')),
            ],
            options={
                'verbose_name': 'file of a record',
                'verbose_name_plural': 'files of a record',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('title', models.CharField(max_length=60, verbose_name='role')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='groupwork.meeting')),
                ('person', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'member present',
                'verbose_name_plural': 'members present',
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='checklist',
            index=models.Index(fields=['school', 'month', 'id'], name='checklist_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('struck_at__isnull', True), ('struck_because', ''), ('struck_by__isnull', True)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False), models.Q(('struck_because', ''), _negated=True)), _connector='OR'), name='checklist_struck_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='checklist_of_a_whole_month'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='checklist_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(condition=models.Q(('struck_at__isnull', True)), fields=('school', 'month'), name='checklist_once_a_month'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklist',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_recorded', sql=apps.disclosures.guards.GuardSql(func="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id', 'struck_as', 'struck_because', 'confirmed_at', 'confirmed_by_id', 'confirmed_as'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id', 'struck_as', 'struck_because', 'confirmed_at', 'confirmed_by_id', 'confirmed_as']\n       OR OLD.struck_at IS NOT NULL THEN\n        RAISE EXCEPTION '% stays as it was recorded', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='0ea36311204702564b18d0d1f43a6fe56ff31da7', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_recorded_b99f6', table='groupwork_checklist', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklist',
            trigger=pgtrigger.compiler.Trigger(name='begins_in_force', sql=apps.disclosures.guards.GuardSql(func="\n    IF NEW.struck_at IS NOT NULL OR NEW.month > NEW.recorded_at::date + 1 THEN\n        RAISE EXCEPTION '% is recorded when it has happened', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    NEW.transaction := txid_current();\n    RETURN NEW;\n    ", hash='ef9c21ce4adc86c040db2b366968635c8285d585', operation='INSERT', pgid='pgtrigger_begins_in_force_c70a8', table='groupwork_checklist', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklist',
            trigger=pgtrigger.compiler.Trigger(name='answered_by_the_group', sql=apps.disclosures.guards.GuardSql(func="\n    IF NEW.confirmed_at IS NOT NULL OR NOT EXISTS (\n        SELECT FROM organization_membership WHERE user_id = NEW.recorded_by_id AND unit_id = NEW.school_id\n           AND role = 'supervision' AND since <= NEW.recorded_at::date + 1 AND COALESCE(until, 'infinity') >= NEW.recorded_at::date - 1\n    ) THEN\n        RAISE EXCEPTION 'a checklist is answered by a member of the supervision group' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='e03fa1b7be0a36ef7dba0c242fbc4e0497dc532e', operation='INSERT', pgid='pgtrigger_answered_by_the_group_4a105', table='groupwork_checklist', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklist',
            trigger=pgtrigger.compiler.Trigger(name='two_people_close', sql=apps.disclosures.guards.GuardSql(func="\n    IF OLD.confirmed_at IS NOT NULL THEN\n        RAISE EXCEPTION 'checklist % is closed', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.confirmed_at IS NOT NULL AND (\n        NEW.confirmed_by_id = NEW.recorded_by_id OR NOT EXISTS (\n        SELECT FROM organization_membership WHERE user_id = NEW.confirmed_by_id AND unit_id = NEW.school_id\n           AND role = 'supervision' AND since <= NEW.confirmed_at::date + 1 AND COALESCE(until, 'infinity') >= NEW.confirmed_at::date - 1\n    )\n    ) THEN\n        RAISE EXCEPTION 'checklist % is confirmed by a second member of the supervision group', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.confirmed_at IS NOT NULL AND (\n        NEW.struck_at IS NOT NULL OR (SELECT count(*) FROM groupwork_answer WHERE checklist_id = NEW.id) <> 6\n    ) THEN\n        RAISE EXCEPTION 'checklist % cannot be confirmed as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='ae5440f9aebe6a5e5c42cf4f2cfded9127b02b43', operation='UPDATE', pgid='pgtrigger_two_people_close_21010', table='groupwork_checklist', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklist',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='5ff61d59edfc23daf859e05f025e5d8e6da3214f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8d591', table='groupwork_checklist', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('checklist', 'question'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'yes'), models.Q(('remark', ''), _negated=True), _connector='OR'), name='answer_says_what_was_found'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='comes_with_its_record', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT (EXISTS (SELECT FROM groupwork_checklist WHERE id = NEW.checklist_id AND transaction = txid_current())) THEN\n        RAISE EXCEPTION '% comes together with its record', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='2b177c7a55932a837c87562f65fabe6b8de06b57', operation='INSERT', pgid='pgtrigger_comes_with_its_record_2742b', table='groupwork_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=apps.disclosures.guards.GuardSql(func="RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='384523e19bcfbf518c2fd61863eac4c7ba25c782', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_7e61c', table='groupwork_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='a5d30e2279e41fabdbe0113f4982877741b51eaf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_22d6f', table='groupwork_answer', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['school', 'held_on', 'id'], name='meeting_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('struck_at__isnull', True), ('struck_because', ''), ('struck_by__isnull', True)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False), models.Q(('struck_because', ''), _negated=True)), _connector='OR'), name='meeting_struck_with_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_recorded', sql=apps.disclosures.guards.GuardSql(func="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id', 'struck_as', 'struck_because'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id', 'struck_as', 'struck_because']\n       OR OLD.struck_at IS NOT NULL THEN\n        RAISE EXCEPTION '% stays as it was recorded', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='8012d1b4989c8ab0196bde254d11346d97c3e8cb', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_recorded_c6487', table='groupwork_meeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='begins_in_force', sql=apps.disclosures.guards.GuardSql(func="\n    IF NEW.struck_at IS NOT NULL OR NEW.held_on > NEW.recorded_at::date + 1 THEN\n        RAISE EXCEPTION '% is recorded when it has happened', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    NEW.transaction := txid_current();\n    RETURN NEW;\n    ", hash='6435ba91021372ce6f900561c1a6ddf3093e8422', operation='INSERT', pgid='pgtrigger_begins_in_force_f072b', table='groupwork_meeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='47f98db8bf52575c8aea93107144de41bea7b705', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a1622', table='groupwork_meeting', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['school', 'adopted_on', 'id'], name='plan_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('struck_at__isnull', True), ('struck_because', ''), ('struck_by__isnull', True)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False), models.Q(('struck_because', ''), _negated=True)), _connector='OR'), name='plan_struck_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='plan_ends_after_it_begins'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_recorded', sql=apps.disclosures.guards.GuardSql(func="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id', 'struck_as', 'struck_because'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id', 'struck_as', 'struck_because']\n       OR OLD.struck_at IS NOT NULL THEN\n        RAISE EXCEPTION '% stays as it was recorded', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='8a9261c134fabb794fceea6842b26bf15bbd179e', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_recorded_e05c4', table='groupwork_plan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='begins_in_force', sql=apps.disclosures.guards.GuardSql(func="\n    IF NEW.struck_at IS NOT NULL OR NEW.adopted_on > NEW.recorded_at::date + 1 THEN\n        RAISE EXCEPTION '% is recorded when it has happened', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    NEW.transaction := txid_current();\n    RETURN NEW;\n    ", hash='d3da630bf34a0e0ab43af1a1b2403bd8f91daace', operation='INSERT', pgid='pgtrigger_begins_in_force_5fe80', table='groupwork_plan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='06295f06e018039ec04d5ba79956a002fd1af9b3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_64fb5', table='groupwork_plan', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='file',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checklist__isnull', True), ('meeting__isnull', False), ('plan__isnull', True)), models.Q(('checklist__isnull', True), ('meeting__isnull', True), ('plan__isnull', False)), models.Q(('checklist__isnull', False), ('meeting__isnull', True), ('plan__isnull', True)), _connector='OR'), name='file_of_one_record'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='file',
            trigger=pgtrigger.compiler.Trigger(name='comes_with_its_record', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT (EXISTS (SELECT FROM groupwork_meeting WHERE id = NEW.meeting_id AND transaction = txid_current()) OR EXISTS (SELECT FROM groupwork_plan WHERE id = NEW.plan_id AND transaction = txid_current()) OR EXISTS (SELECT FROM groupwork_checklist WHERE id = NEW.checklist_id AND transaction = txid_current())) THEN\n        RAISE EXCEPTION '% comes together with its record', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='1292f97a15282c0ac3544e5e24f0e777daecbb8a', operation='INSERT', pgid='pgtrigger_comes_with_its_record_4df27', table='groupwork_file', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='file',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=apps.disclosures.guards.GuardSql(func="RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='b45fa3350db6f954b96a272bc02cc26013e2a418', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_175e5', table='groupwork_file', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='file',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='279a5161bd7479eb110a58382c9a8912036622f9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_16188', table='groupwork_file', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='presence_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presence',
            trigger=pgtrigger.compiler.Trigger(name='comes_with_its_record', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT (EXISTS (SELECT FROM groupwork_meeting WHERE id = NEW.meeting_id AND transaction = txid_current())) THEN\n        RAISE EXCEPTION '% comes together with its record', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='1fef6503d4ca030fddbc40e11b6a0f69c23449e5', operation='INSERT', pgid='pgtrigger_comes_with_its_record_6578d', table='groupwork_presence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presence',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=apps.disclosures.guards.GuardSql(func="RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='d474be6aab08aeddffdc06184149a2c85e5f97ef', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_65e7c', table='groupwork_presence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presence',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='21f8b5188107ec09a5bce755ea20398338e2f16c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ea7ba', table='groupwork_presence', when='BEFORE')),
        ),
    ]
