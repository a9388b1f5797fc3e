
import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('level', models.CharField(choices=[('bureau', 'bureau'), ('school', 'school'), ('department', 'department')], max_length=12, verbose_name='level')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organization.unit', verbose_name='belongs to')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SchoolRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quorum', models.PositiveSmallIntegerField(blank=True, help_text='Opinions needed to decide. Empty: more than half of the members who are not recused. Never under 2.', null=True, verbose_name='quorum')),
                ('closes_at', models.TimeField(default=datetime.time(17, 0), verbose_name='publicity closes at')),
                ('posting_day_counts', models.BooleanField(default=False, help_text='Off: the period begins on the next working day.', verbose_name='the day of posting counts')),
                ('explain_change_percent', models.PositiveSmallIntegerField(default=20, help_text='Changes against the period before are explained.', verbose_name='explain a change over (%)')),
                ('school', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='organization.unit', verbose_name='school')),
            ],
            options={
                'verbose_name': 'rules of the school',
                'verbose_name_plural': 'rules of the school',
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', 'clerk'), ('leadership', 'leadership group'), ('supervision', 'supervision group'), ('office', 'disclosure office'), ('staff', 'staff'), ('parent', 'parent'), ('inspector', 'inspector')], max_length=12, verbose_name='role')),
                ('post', models.CharField(blank=True, choices=[('chair', 'chair'), ('deputy', 'deputy chair'), ('member', 'member')], max_length=8, verbose_name='post in the group')),
                ('line', models.CharField(blank=True, choices=[('party', 'Party'), ('administration', 'administration'), ('union', 'trade union'), ('youth', 'youth league'), ('teachers', 'teachers'), ('community', 'community'), ('parents', 'parents')], help_text='For members of the supervision group: whom they speak for.', max_length=16, verbose_name='speaks for')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('until', models.DateField(blank=True, help_text='Last day; empty while it runs.', null=True, verbose_name='to')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['unit', 'role', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('hotline', 'supervision hotline'), ('box', 'opinion box'), ('office', 'office'), ('email', 'e-mail')], max_length=8, verbose_name='form')),
                ('value', models.CharField(max_length=120, verbose_name='number, place or address')),
                ('hours', models.CharField(blank=True, max_length=120, verbose_name='hours')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('parent', 'name'), name='unit_name_once_per_parent'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'department'), _negated=True), ('parent__isnull', False), _connector='OR'), name='unit_department_has_a_school'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'bureau'), _negated=True), ('parent__isnull', True), _connector='OR'), name='unit_bureau_is_a_root'),
        ),
        migrations.AddConstraint(
            model_name='schoolrules',
            constraint=models.CheckConstraint(condition=models.Q(('quorum__isnull', True), ('quorum__gte', 2), _connector='OR'), name='rules_quorum_is_two_or_more', violation_error_message='The quorum is never under 2.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'unit', 'role', 'since'), name='membership_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_after_it_begins', violation_error_message='The last day is before the first day.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'supervision'), _negated=True), models.Q(('line', ''), _negated=True), _connector='OR'), name='membership_supervision_speaks_for_somebody', violation_error_message='Say whom this member of the supervision group speaks for.'),
        ),
    ]
