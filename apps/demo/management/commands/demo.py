from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from apps.cases.codes import shown
from apps.cases.models import Case
from apps.cases.states import State
from apps.demo.acting import SECRET
from apps.demo.cast import ADMIN, PASSWORD, PEOPLE
from apps.demo.seeding import holds_other_data, is_seeded, seed


class Command(BaseCommand):
    help = "Fill an empty portal with an invented school, its people, its items and its cases. Safe to run again."

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
        for line in receipts():
            self.stdout.write(line)


def receipts() -> Iterator[str]:
    """A case that waits for its writer and one that was replied to, as long as they do, and how to open them."""
    for state in (State.ASKED, State.REPLIED):
        case = Case.objects.filter(state=state).order_by("pk").first()
        if case:
            yield gettext("Follow a case (%(state)s) with the code %(code)s and the secret word %(secret)s.") % {
                "state": State(state).label,
                "code": shown(case.code),
                "secret": SECRET,
            }


def accounts() -> str:
    """Who may sign in, and how."""
    names = list(dict.fromkeys([*(person.username for person in PEOPLE), ADMIN]))
    return gettext("Sign in as %(names)s; the password of each is %(password)s.") % {
        "names": ", ".join(names),
        "password": PASSWORD,
    }
