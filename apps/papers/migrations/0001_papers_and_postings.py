import apps.disclosures.guards
import apps.papers.models
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('disclosures', '0001_envelope_parts_and_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='fingerprint of the text')),
                ('format', models.CharField(choices=[('poster-a4', 'poster, A4'), ('poster-a3', 'poster, A3'), ('item', 'full text'), ('week', "week's board")], max_length=12, verbose_name='format')),
                ('week', models.CharField(blank=True, max_length=8, verbose_name='week')),
                ('file', models.FileField(blank=True, max_length=120, upload_to=apps.papers.models.paper_name, verbose_name='file')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='size')),
                ('pages', models.PositiveSmallIntegerField(default=0, verbose_name='pages')),
                ('trouble', models.CharField(blank=True, max_length=300, verbose_name='why it could not be made')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('disclosure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='disclosures.disclosure', verbose_name='disclosure')),
            ],
            options={
                'verbose_name': 'paper',
                'verbose_name_plural': 'papers',
                'indexes': [models.Index(fields=['disclosure', 'format'], name='paper_of_disclosure'), models.Index(models.OrderBy(models.F('made_at'), descending=True), condition=models.Q(('trouble', ''), _negated=True), name='paper_in_trouble')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(help_text='Such as 校门口公开栏. Readers see it.', max_length=60, verbose_name='place')),
                ('hung_at', models.DateTimeField(verbose_name='hung at')),
                ('taken_down_at', models.DateTimeField(blank=True, null=True, verbose_name='taken down at')),
                ('photo', models.FileField(blank=True, help_text='JPG or PNG of the poster on the board, without people. Readers of the item see it.', max_length=120, upload_to=apps.papers.models.photo_name, verbose_name='photo')),
                ('note', models.CharField(blank=True, help_text='Readers see it.', max_length=120, verbose_name='note')),
                ('recorded_as', models.CharField(editable=False, max_length=60, verbose_name='recorded by')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('struck_at', models.DateTimeField(editable=False, null=True)),
                ('struck_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why it is struck out')),
                ('disclosure', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='disclosures.disclosure', verbose_name='disclosure')),
                ('recorded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'ordering': ['hung_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('taken_down_at__isnull', True), ('taken_down_at__gte', models.F('hung_at')), _connector='OR'), name='posting_taken_down_after_it_was_hung'), models.CheckConstraint(condition=models.Q(models.Q(('struck_at__isnull', True), ('struck_because', '')), models.Q(('struck_at__isnull', False), models.Q(('struck_because', ''), _negated=True)), _connector='OR'), name='posting_struck_with_a_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_recorded', sql=apps.disclosures.guards.GuardSql(func="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'posting % is never deleted', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF to_jsonb(NEW) - ARRAY['taken_down_at', 'struck_at', 'struck_because'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['taken_down_at', 'struck_at', 'struck_because']\n       OR OLD.struck_at IS NOT NULL\n       OR OLD.taken_down_at IS NOT NULL AND NEW.taken_down_at IS DISTINCT FROM OLD.taken_down_at THEN\n        RAISE EXCEPTION 'posting % stays as it was recorded', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='63cc1a641fe07c5b0806276f5a3d59b5dedc0367', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_recorded_6c95c', table='papers_posting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='hung_after_it_was_posted', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_disclosure\n        WHERE id = NEW.disclosure_id AND state = ANY(ARRAY['posted', 'concluded', 'superseded', 'withdrawn'])\n          AND date_trunc('minute', posted_at) <= NEW.hung_at\n    ) THEN\n        RAISE EXCEPTION 'a disclosure is hung after it was posted' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n    ", hash='7e7f10101f7b9f21fb4da1464c955b1720fc2126', operation='INSERT', pgid='pgtrigger_hung_after_it_was_posted_dd5c1', table='papers_posting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='text_is_recorded', sql=apps.disclosures.guards.GuardSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disclosures_event WHERE disclosure_id = COALESCE(NEW.disclosure_id, OLD.disclosure_id) AND transaction = txid_current() \n    ) THEN\n        RAISE EXCEPTION 'disclosure % changed without an event', COALESCE(NEW.disclosure_id, OLD.disclosure_id) USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='cdb76259fc7a0471581ce6b2e410de149f6af779', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_is_recorded_b228f', table='papers_posting', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=apps.disclosures.guards.GuardSql(func="\n    IF NOT starts_with(current_database(), 'test_')\n       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n    ", hash='b3a2f35a9be2e13173ff3be6d5b33954e29f1497', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8bba8', table='papers_posting', when='BEFORE')),
        ),
    ]
