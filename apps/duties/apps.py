from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "apps.duties"
    verbose_name = _("Duties")

    def ready(self) -> None:
        from apps.duties import following  # noqa: F401  answers the steps of items, the calendar and the clock
