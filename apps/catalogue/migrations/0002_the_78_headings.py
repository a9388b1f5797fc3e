from django.db import migrations

from apps.catalogue.loading import load


def load_headings(apps, schema_editor) -> None:
    load(apps.get_model("catalogue", "Heading"))


class Migration(migrations.Migration):
    """A new database has the catalogue at once. Going back keeps the rows: somebody may have edited them."""

    dependencies = [("catalogue", "0001_headings")]

    operations = [migrations.RunPython(load_headings, migrations.RunPython.noop)]
