from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext

from apps.catalogue.loading import load
from apps.catalogue.models import Heading


class Command(BaseCommand):
    help = "Add the catalogue headings that are missing. Safe to run again: no row is changed."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        added = load(Heading)
        report = gettext("%(added)s headings added, %(total)s in the catalogue.")
        self.stdout.write(report % {"added": added, "total": Heading.objects.count()})
