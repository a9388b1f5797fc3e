"""Kills the program that sends mail, again and again:  python -m benchmarks.outbox_kills [kills]

Makes a database of its own on the server of DATABASE_URL (or the embedded one) and starts a real SMTP server, which
takes its time for each line as a busy one does. Each round queues letters, starts `manage.py send_mail`, and kills it
with SIGKILL at a random moment while letters arrive. At the end it runs undisturbed. Then the server's own count says
what was lost (no copy, and nobody is told), doubled (two copies), and what is in doubt (never sent again by itself).
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter

import django

from benchmarks.board import drop_database, fresh_database

NAME = "disclosure_bench_outbox"
LETTERS = 20
"""Queued before each kill."""
LONGEST = 0.4
"""Seconds from the first line of a round to the kill, at most."""


def main(kills: int) -> None:
    from django.core.management import call_command

    fresh_database(NAME)
    call_command("migrate", verbosity=0)
    try:
        run(kills)
    finally:
        drop_database(NAME)


def run(kills: int) -> None:
    from apps.outbox.models import Message, State
    from apps.outbox.queueing import queue
    from tests.mailserver import MailServer, worker

    chance = random.Random(20261123)
    with MailServer() as server:
        server.pause = 0.004
        states_after = Counter[str]()
        for number in range(kills):
            for letter in range(LETTERS):
                queue("lin@home.example", subject="答复", text="请打开链接。\n" * 50, key=f"{number} {letter}")
            seen, program = server.lines, worker(server)
            while server.lines == seen:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, LONGEST))
            program.kill()
            program.wait()
            found = Message.objects.filter(state__in=[State.SENDING, State.HANDED]).values_list("state", flat=True)
            states_after.update(found or ["between two letters"])
        program = worker(server)
        while Message.objects.filter(state__in=[State.QUEUED, State.SENDING, State.HANDED]).exists():
            time.sleep(0.2)
        program.terminate()
        program.wait()
        report(kills, states_after, server.copies)


def report(kills: int, states_after: Counter[str], copies: Counter[str]) -> None:
    from apps.outbox.models import Message, State

    states = dict(Message.objects.values_list("message_id", "state"))
    doubtful = [key for key, state in states.items() if state == State.DOUBTFUL]
    lost = [key for key, state in states.items() if not copies[key] and state != State.DOUBTFUL]
    print(f"kills      {kills}: {', '.join(f'{state} {n}' for state, n in states_after.most_common())}")
    print(f"queued     {len(states)}: {dict(Counter(states.values()))}")
    print(f"at server  {copies.total()} copies of {len(copies)} letters")
    print(f"lost       {len(lost)}")
    print(f"doubled    {sum(number > 1 for number in copies.values())}")
    print(f"in doubt   {len(doubtful)}, of which the server has {sum(copies[key] > 0 for key in doubtful)}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
