"""Whether the portal can serve: for the machine that watches it."""

from __future__ import annotations

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and “ok”, or 503 and what to do; never a host, a name or a query."""
    trouble = _trouble()
    return HttpResponse(trouble or "ok", status=503 if trouble else 200, content_type="text/plain; charset=utf-8")


def _trouble() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return _("The database does not answer. Start it, or check its address.")
    return _("The database is older than the program. Run the migrations.") if waiting else ""
