"""Triggers that nobody switches off for a session.

A trigger of django-pgtrigger steps aside when the session sets `pgtrigger.ignore`, which any script or psql may do. A
guard of the road has no such door; only the owner of the table can disable it, for everybody and in the open.
Migrations name these classes: they stay here.
"""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.db import models
from pgtrigger import compiler


def refuse(message: str, *arguments: str) -> str:
    """The statement that refuses: each % of the message stands for an argument. Django reports an IntegrityError."""
    following = "".join(f", {argument}" for argument in arguments)
    return f"RAISE EXCEPTION '{message}'{following} USING ERRCODE = 'integrity_constraint_violation';"


def listed(values: Iterable[str]) -> str:
    """Values as SQL writes a list of texts."""
    return ", ".join(f"'{value}'" for value in values)


class GuardSql(compiler.UpsertTriggerSql):
    """The statements that install a guard."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Guard(pgtrigger.Trigger):
    """A trigger that holds for every session."""

    def compile(self, model: models.Model) -> compiler.Trigger:
        compiled = super().compile(model)
        return compiler.Trigger(name=compiled.name, sql=GuardSql(**compiled.sql.kwargs))
