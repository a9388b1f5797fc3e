from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "apps.outbox"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from apps.outbox import checks, forgetting  # noqa: F401  the checks and the receiver are registered
