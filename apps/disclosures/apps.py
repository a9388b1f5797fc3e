from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosuresConfig(AppConfig):
    name = "apps.disclosures"
    verbose_name = _("Disclosures")

    def ready(self) -> None:
        from apps.disclosures import checks  # noqa: F401  registers the checks
