"""Where the portal's data lives: the server in DATABASE_URL, else the one that the project brings along."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from disclosure_portal import embedded
from disclosure_portal.embedded import Unavailable

# What libpq says, and what the person who set DATABASE_URL does next. Its own words may quote parts of the password.
REFUSALS = {
    r"authentication failed|no password supplied": (
        "The server in DATABASE_URL refuses the user or the password: correct them in the environment."
    ),
    r'role "[^"]*" does not exist': (
        "The server in DATABASE_URL does not know that user: create it with createuser, or correct the address."
    ),
    r'database "[^"]*" does not exist': (
        "The server in DATABASE_URL has no such database: create it with createdb, or correct the address."
    ),
}
UNREACHABLE = "No PostgreSQL answers at DATABASE_URL: check the host and the port, and that the server runs there."


def url() -> str:
    """The address of the database, as a URL; starts nothing."""
    return os.environ.get("DATABASE_URL") or embedded.address(embedded.home())


def ensure_or_exit() -> None:
    """Start the project's own server or reach the one in DATABASE_URL; else end with one sentence and exit code 1."""
    try:
        if address := os.environ.get("DATABASE_URL"):
            reach(address)
        else:
            embedded.server().start()
    except Unavailable as reason:
        sys.exit(str(reason))


def reach(address: str) -> None:
    """Connect once, with the parameters that the settings will read from the address; raises Unavailable."""
    import psycopg2

    parameters = parsed(address)
    try:
        psycopg2.connect(**parameters).close()
    except (psycopg2.Error, ValueError) as error:
        raise Unavailable(refusal(str(error))) from None


def parsed(address: str) -> dict[str, object]:
    """The parameters of a connection in an address; raises Unavailable with a sentence that never quotes it."""
    import dj_database_url

    if not address.startswith(("postgresql://", "postgres://")):
        raise Unavailable("DATABASE_URL must look like postgresql://user:password@host:5432/name: correct it.")
    try:
        found = dj_database_url.parse(address)
    except ValueError:
        raise Unavailable(
            "DATABASE_URL cannot be read: write special characters of the password as codes, such as %23 for #."
        ) from None
    if not found["NAME"]:
        raise Unavailable(
            "DATABASE_URL names no database: add its name, as in postgresql://user:password@host:5432/name."
        )
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: found[key] for name, key in names.items() if found[key]}  # type: ignore[literal-required]
    return {"connect_timeout": 5, **given, **found.get("OPTIONS", {})}


def refusal(words: str) -> str:
    """One sentence for what the server or libpq answered."""
    return next((sentence for sign, sentence in REFUSALS.items() if re.search(sign, words)), UNREACHABLE)


def main() -> None:
    """Start, stop or ask the project's own server; DATABASE_URL plays no part here."""
    parser = argparse.ArgumentParser(prog="python -m disclosure_portal.database", description=main.__doc__)
    parser.add_argument("command", choices=["start", "stop", "status", "url"])
    parser.add_argument("--data", type=Path, help="folder of the cluster (default: the project's own)")
    parser.add_argument("--bindir", type=Path, help="folder of PostgreSQL's programs (default: those of the project)")
    arguments = parser.parse_args()
    try:
        server = embedded.server(arguments.data, arguments.bindir)
        sys.stdout.write(f"{carry_out(arguments.command, server)}\n")
    except Unavailable as reason:
        sys.exit(str(reason))


def carry_out(command: str, server: embedded.Server) -> str:
    """Do what the command says and answer in a line: after a start the address, else whether the server runs."""
    if command == "start":
        server.start()
    elif command == "stop":
        server.stop()
    if command in ("start", "url"):
        return server.url
    return "running" if server.running() else "stopped"


if __name__ == "__main__":
    main()
