from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from apps.demo.cast import ADMIN, PASSWORD, PEOPLE
from apps.demo.seeding import holds_other_data, is_seeded, seed


class Command(BaseCommand):
    help = "Fill an empty portal with an invented school, its people and its items. Safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        if is_seeded():
            self.stdout.write(gettext("The demo school is already here; nothing was changed."))
        elif holds_other_data():
            raise CommandError(
                gettext(
                    "This database holds people or units of its own, so the demo was not added. Use an empty database."
                )
            )
        else:
            seed(self.stdout.write)
        self.stdout.write(accounts())


def accounts() -> str:
    """Who may sign in, and how."""
    names = list(dict.fromkeys([*(person.username for person in PEOPLE), ADMIN]))
    return gettext("Sign in as %(names)s; the password of each is %(password)s.") % {
        "names": ", ".join(names),
        "password": PASSWORD,
    }
