
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Two digits for the class, two for the matter. It cannot be changed later.', max_length=4, unique=True, validators=[django.core.validators.RegexValidator('^\\d{4}$', 'A code is four digits: two for the class, two for the matter.')], verbose_name='code')),
                ('section', models.CharField(max_length=40, verbose_name='class')),
                ('section_en', models.CharField(blank=True, max_length=80, verbose_name='class in English')),
                ('name', models.CharField(max_length=120, verbose_name='matter')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='matter in English')),
                ('audience', models.CharField(choices=[('public', 'public'), ('parents', 'parents and staff'), ('staff', 'staff only')], help_text='The widest audience this matter is meant for.', max_length=8, verbose_name='audience')),
                ('cadence', models.CharField(choices=[('realtime', 'at once'), ('weekly', 'every week'), ('monthly', 'every month'), ('quarterly', 'every quarter'), ('semester', 'every term'), ('annual', 'every year'), ('on_event', 'when it happens')], max_length=12, verbose_name='how often')),
                ('time_limit_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no number of days, only an event.', null=True, verbose_name='time limit in days')),
                ('time_limit_basis', models.CharField(blank=True, help_text='Unit and event, such as working_days_after:formed_or_changed, or an event, such as after:term_end.', max_length=60, verbose_name='time limit counts')),
                ('publicity_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no publicity period.', null=True, verbose_name='least working days of publicity')),
                ('kind', models.SlugField(blank=True, help_text='The kind of item this matter usually takes. Empty: any kind.', verbose_name='usual kind')),
                ('basis', models.TextField(blank=True, help_text='Names and numbers of laws and documents only, parted by ；. Remarks belong in the working note.', verbose_name='basis')),
                ('is_confirmed', models.BooleanField(default=False, help_text='On when somebody has checked the basis. An unconfirmed basis is never shown to the public.', verbose_name='basis confirmed')),
                ('note', models.TextField(blank=True, help_text='Where this row comes from and what is still to check. Never public.', verbose_name='working note')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'catalogue heading',
                'verbose_name_plural': 'catalogue headings',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_confirmed', False), models.Q(('basis', ''), _negated=True), _connector='OR'), name='heading_confirms_a_basis', violation_error_message='There is no basis to confirm. Enter the law or document first.')],
            },
        ),
    ]
