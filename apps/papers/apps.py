from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "apps.papers"
    verbose_name = _("Papers")

    def ready(self) -> None:
        from apps.disclosures.admin import words
        from apps.papers import hanging, receivers  # noqa: F401  the receivers listen

        words.NAMES.update(hanging.EVENTS)
