
import apps.disclosures.attachments
import apps.disclosures.guards
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0002_the_78_headings'),
        ('organization', '0001_units_and_memberships'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Register',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last_serial', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'register',
                'verbose_name_plural': 'registers',
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(editable=False, verbose_name='kind')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences a parent understands.', max_length=300, verbose_name='in plain words')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('basis', models.CharField(blank=True, help_text='The document this rests on, with its full number.', max_length=300, verbose_name='basis')),
                ('doc_no', models.CharField(blank=True, max_length=60, verbose_name='document number')),
                ('made_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='made on')),
                ('signed_by', models.CharField(blank=True, max_length=60, verbose_name='signed by')),
                ('audience', models.CharField(choices=[('public', 'public'), ('parents', 'parents and staff'), ('staff', 'staff only')], max_length=8, verbose_name='audience')),
                ('publicity_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: nobody needs to be given time to object.', null=True, verbose_name='working days of publicity')),
                ('objection_contact', models.CharField(blank=True, help_text='Department, room and telephone.', max_length=200, verbose_name='who takes objections')),
                ('publish_at', models.DateTimeField(blank=True, help_text='Once approved, the portal posts it at this time. A draft is never posted by itself.', null=True, verbose_name='post at')),
                ('display_until', models.DateField(blank=True, help_text='Last day on the board; lists of names are taken down.', null=True, verbose_name='shown until')),
                ('change_note', models.CharField(blank=True, help_text='For a correction: what changed and why.', max_length=200, verbose_name='what was corrected')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved, waiting to be posted'), ('posted', 'posted'), ('concluded', 'publicity ended'), ('withdrawn', 'withdrawn'), ('superseded', 'corrected by a later item')], default='draft', editable=False, max_length=12, verbose_name='state')),
                ('version', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='version')),
                ('posted_at', models.DateTimeField(editable=False, null=True, verbose_name='posted')),
                ('publicity_starts_on', models.DateField(editable=False, null=True, verbose_name='publicity begins')),
                ('publicity_ends_at', models.DateTimeField(editable=False, null=True, verbose_name='publicity ends')),
                ('concluded_at', models.DateTimeField(editable=False, null=True, verbose_name='concluded')),
                ('outcome', models.CharField(blank=True, choices=[('no_objection', 'no objection'), ('dismissed', 'objection not upheld'), ('upheld', 'objection upheld'), ('deferred', 'deferred')], editable=False, max_length=12, verbose_name='outcome')),
                ('register_year', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='register year')),
                ('register_serial', models.PositiveIntegerField(editable=False, null=True, verbose_name='register number')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, verbose_name='reason for withdrawal')),
                ('drafter', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
                ('heading', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='catalogue.heading', verbose_name='catalogue heading')),
                ('replaces', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='disclosures.disclosure', verbose_name='corrects')),
                ('responsible', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='leader in charge')),
                ('school', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='school')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='organization.unit', verbose_name='responsible unit')),
            ],
            options={
                'verbose_name': 'disclosure',
                'verbose_name_plural': 'disclosures',
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=apps.disclosures.attachments.stored_name, verbose_name='file')),
                ('name', models.CharField(editable=False, max_length=160, verbose_name='name')),
                ('label', models.CharField(blank=True, help_text="What the reader sees; empty: the file's name.", max_length=120, verbose_name='title')),
                ('media_type', models.CharField(editable=False, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(editable=False, verbose_name='size')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='disclosures.disclosure')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=24, verbose_name='event')),
                ('actor_name', models.CharField(max_length=60, verbose_name='name')),
                ('actor_title', models.CharField(blank=True, max_length=60, verbose_name='role')),
                ('from_state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved, waiting to be posted'), ('posted', 'posted'), ('concluded', 'publicity ended'), ('withdrawn', 'withdrawn'), ('superseded', 'corrected by a later item')], max_length=12, verbose_name='from')),
                ('to_state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved, waiting to be posted'), ('posted', 'posted'), ('concluded', 'publicity ended'), ('withdrawn', 'withdrawn'), ('superseded', 'corrected by a later item')], max_length=12, verbose_name='to')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('detail', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('transaction', models.BigIntegerField(db_default=models.Func(function='txid_current'), editable=False)),
                ('actor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='disclosures.disclosure')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['id'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='written_by_posting', sql=apps.disclosures.guards.GuardSql(func="\n    IF pg_trigger_depth() < 2 THEN\n        RAISE EXCEPTION 'only a posting takes a number from the register' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='c90eaed4c8474bae02c0dba69c227babf7fe7335', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_written_by_posting_b89a1', table='disclosures_register', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='d9b441bc0538ef40ac98ea696aa61e01fa98d3c6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_dbda5', table='disclosures_register', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(models.OrderBy(models.F('posted_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state__in', ('posted', 'concluded'))), name='disclosure_board'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(models.F('kind'), models.OrderBy(models.F('posted_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state__in', ('posted', 'concluded'))), name='disclosure_list'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(models.F('kind'), models.OrderBy(models.F('posted_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state', 'withdrawn')), name='disclosure_withdrawn'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(models.F('publicity_ends_at'), condition=models.Q(('state', 'posted')), name='disclosure_in_publicity'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(models.F('state'), models.F('unit'), condition=models.Q(('state__in', ('draft', 'in_review', 'approved'))), name='disclosure_desk'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.UniqueConstraint(fields=('register_year', 'register_serial'), name='disclosure_register_number_once'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('posted', 'concluded', 'superseded', 'withdrawn'))), fields=('replaces',), name='disclosure_corrected_once'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'in_review', 'approved')), models.Q(('posted_at__isnull', False), ('register_serial__isnull', False)), _connector='OR'), name='disclosure_posted_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='disclosure_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'concluded'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='disclosure_concluded_with_an_outcome'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='road', sql=apps.disclosures.guards.GuardSql(func="\n    \n    IF (OLD.state, NEW.state) <> ('draft', 'draft') AND to_jsonb(NEW) - ARRAY['state', 'version', 'posted_at', 'publicity_starts_on', 'publicity_ends_at', 'concluded_at', 'outcome', 'register_year', 'register_serial', 'withdrawn_at', 'withdrawal_reason'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'version', 'posted_at', 'publicity_starts_on', 'publicity_ends_at', 'concluded_at', 'outcome', 'register_year', 'register_serial', 'withdrawn_at', 'withdrawal_reason'] THEN\n        RAISE EXCEPTION 'disclosure % is frozen in state %', OLD.id, OLD.state USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n\n    \n    IF NEW.state = OLD.state THEN\n        IF (NEW.version, NEW.posted_at, NEW.publicity_starts_on, NEW.publicity_ends_at, NEW.concluded_at, NEW.outcome, NEW.register_year, NEW.register_serial, NEW.withdrawn_at, NEW.withdrawal_reason) IS DISTINCT FROM (OLD.version, OLD.posted_at, OLD.publicity_starts_on, OLD.publicity_ends_at, OLD.concluded_at, OLD.outcome, OLD.register_year, OLD.register_serial, OLD.withdrawn_at, OLD.withdrawal_reason) THEN\n            RAISE EXCEPTION 'disclosure %: only a step changes its course', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n\n    \n    IF (OLD.state, NEW.state) NOT IN (('draft', 'in_review'), ('in_review', 'approved'), ('in_review', 'draft'), ('approved', 'posted'), ('approved', 'draft'), ('posted', 'concluded'), ('posted', 'withdrawn'), ('posted', 'superseded'), ('concluded', 'withdrawn'), ('concluded', 'superseded')) THEN\n        RAISE EXCEPTION 'disclosure % cannot go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n\n    \n    IF NEW.version <> OLD.version + (NEW.state = 'in_review')::int THEN\n        RAISE EXCEPTION 'disclosure %: each submission is the next version', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n\n    \n    IF NEW.state = 'approved' AND NOT (\n        SELECT count(*) FILTER (WHERE name = 'endorse') >= 2\n           AND count(*) FILTER (WHERE name = 'endorse') > count(*) FILTER (WHERE name = 'return')\n        FROM disclosures_event WHERE disclosure_id = OLD.id AND version = OLD.version\n    ) THEN\n        RAISE EXCEPTION 'disclosure % is not endorsed by a majority of at least two', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n\n    \n    IF NEW.state = 'posted' THEN\n        NEW.register_year := date_part('year', NEW.posted_at AT TIME ZONE 'Asia/Shanghai');\n        INSERT INTO disclosures_register AS register (year, last_serial) VALUES (NEW.register_year, 1)\n            ON CONFLICT (year) DO UPDATE SET last_serial = register.last_serial + 1\n            RETURNING last_serial INTO NEW.register_serial;\n    ELSIF (NEW.register_year, NEW.register_serial, NEW.posted_at, NEW.publicity_starts_on, NEW.publicity_ends_at) IS DISTINCT FROM (OLD.register_year, OLD.register_serial, OLD.posted_at, OLD.publicity_starts_on, OLD.publicity_ends_at) THEN\n        RAISE EXCEPTION 'disclosure %: only posting gives a number and a period', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n\n    \n    IF NEW.state <> 'concluded' AND (NEW.concluded_at, NEW.outcome) IS DISTINCT FROM (OLD.concluded_at, OLD.outcome)\n       OR NEW.state <> 'withdrawn' AND (NEW.withdrawn_at, NEW.withdrawal_reason) IS DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawal_reason) THEN\n        RAISE EXCEPTION 'disclosure %: only its own step records an outcome or a withdrawal', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n\n    \n    IF NEW.state = 'superseded' AND NOT EXISTS (\n        SELECT FROM disclosures_disclosure WHERE replaces_id = OLD.id AND state = 'posted'\n    ) THEN\n        RAISE EXCEPTION 'disclosure % has no posted correction', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n\n    RETURN NEW;\n    ", hash='b99b9b98e162911bb72de96bca25f69ce1c50b71', operation='UPDATE', pgid='pgtrigger_road_8616c', table='disclosures_disclosure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='begins_as_draft', sql=apps.disclosures.guards.GuardSql(func="\n    IF NEW.state <> 'draft' OR NEW.version <> 0 OR NEW.outcome <> '' OR NEW.withdrawal_reason <> ''\n       OR num_nonnulls(NEW.posted_at, NEW.publicity_starts_on, NEW.publicity_ends_at, NEW.concluded_at, NEW.register_year, NEW.register_serial, NEW.withdrawn_at) > 0 THEN\n        RAISE EXCEPTION 'a disclosure begins as a draft' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='d41c7c92b6274019533c8eeebb8fe394c2fc0221', operation='INSERT', pgid='pgtrigger_begins_as_draft_d66a4', table='disclosures_disclosure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='step_is_recorded', sql=apps.disclosures.guards.GuardSql(condition='WHEN (OLD.state IS DISTINCT FROM NEW.state)', constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = NEW.id AND transaction = txid_current() AND from_state = OLD.state AND to_state = NEW.state\n    ) THEN\n        RAISE EXCEPTION 'disclosure % took a step without an event', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='67e82f2ff313a90f02de25a88c76c28ae0ced8ad', operation='UPDATE', pgid='pgtrigger_step_is_recorded_ed644', table='disclosures_disclosure', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='two_people_withdraw', sql=apps.disclosures.guards.GuardSql(condition="WHEN (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn')", constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = NEW.id AND name = 'withdraw' AND actor_id <> (\n            SELECT actor_id FROM disclosures_event WHERE disclosure_id = NEW.id AND name = 'propose_withdrawal'\n            ORDER BY id DESC LIMIT 1\n        )\n    ) THEN\n        RAISE EXCEPTION 'disclosure % is withdrawn by two people', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='e82dc94b44c6f668a2c2e1f638ec787a4d8c17b1', operation='UPDATE', pgid='pgtrigger_two_people_withdraw_c47bf', table='disclosures_disclosure', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.id, OLD.id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.id, OLD.id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='01854085e53e77c2e8bdc2a61893f7837b49481d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_29164', table='disclosures_disclosure', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_disclosure', sql=apps.disclosures.guards.GuardSql(declare='DECLARE item bigint; its_state text;', func="\n        IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;\n        IF TG_OP = 'UPDATE' AND OLD.disclosure_id <> NEW.disclosure_id THEN\n            RAISE EXCEPTION 'a row of disclosure % cannot move to another', OLD.disclosure_id USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;\n        IF its_state IS DISTINCT FROM 'draft' THEN\n            RAISE EXCEPTION 'disclosure % is frozen in state %', item, its_state USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ", hash='006f3b26d70f2bf915f966585b7d95d4f0cee714', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_disclosure_58365', table='disclosures_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_id, OLD.disclosure_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_id, OLD.disclosure_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='3cb8e8dabcef359a069fd226091e58944b2f4637', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_802d0', table='disclosures_attachment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='0206735371320d8ae68f0883fe9ea57de5a1e46a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_79405', table='disclosures_attachment', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['disclosure', 'name'], name='event_of_disclosure'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(condition=models.Q(('name__in', ('endorse', 'return', 'recuse'))), fields=('disclosure', 'version', 'actor'), name='event_one_opinion_a_version'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name__in', ('return', 'returned', 'recall', 'propose_withdrawal')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='event_return_has_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=apps.disclosures.guards.GuardSql(func="RAISE EXCEPTION 'an event is never changed' USING ERRCODE = 'integrity_constraint_violation';", hash='1cafe0c34ce5b5836de33c1e7a0e4c956e7f15cc', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_25599', table='disclosures_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='5c997201f8d88b08ef2fc711230f608c55f28d72', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f607e', table='disclosures_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='honest_opinion', sql=apps.disclosures.guards.GuardSql(condition="WHEN (NEW.name IN ('endorse', 'return', 'recuse'))", func="\n    IF NEW.actor_id IS NULL OR NOT EXISTS (\n        SELECT FROM disclosures_disclosure\n        WHERE id = NEW.disclosure_id AND state = 'in_review' AND version = NEW.version\n    ) THEN\n        RAISE EXCEPTION 'an opinion is given by a person on the version in review' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.name <> 'recuse' AND EXISTS (\n        SELECT FROM disclosures_event\n        WHERE disclosure_id = NEW.disclosure_id AND actor_id = NEW.actor_id AND name IN ('draft', 'edit', 'submit')\n    ) THEN\n        RAISE EXCEPTION 'who wrote disclosure % gives no opinion on it', NEW.disclosure_id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='e964b342fbfc3fb25991acd977cf10ca49489b3c', operation='INSERT', pgid='pgtrigger_honest_opinion_dde6c', table='disclosures_event', when='BEFORE')),
        ),
    ]
