from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "apps.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from apps.notifications import (  # noqa: F401  they listen to items, cases, mail that came back and the clock
            announcing,
            digests,
            forgetting,
            leaving,
            reminding,
            returned,
            telling,
            writers,
        )
