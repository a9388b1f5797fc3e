from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "apps.cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from apps.cases import clock, following, gate  # noqa: F401  answer the calendar and the workflow of disclosures
