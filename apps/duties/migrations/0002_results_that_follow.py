from django.db import migrations

from apps.duties.loading import load


def load_consequences(apps, schema_editor):
    load(apps.get_model("duties", "Consequence"), apps.get_model("catalogue", "Heading"))


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_duties_and_who_answers_for_them"), ("catalogue", "0002_the_78_headings")]
    operations = [migrations.RunPython(load_consequences, migrations.RunPython.noop)]
