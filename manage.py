#!/usr/bin/env python3
"""Run an administrative command of the portal."""

import sys


def main() -> None:
    from disclosure_portal import startup

    startup.prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
