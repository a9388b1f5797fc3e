from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "apps.archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        from apps.archive import annual_drafting  # the receiver listens
        from apps.disclosures.admin import words

        words.NAMES.update(annual_drafting.NAMES)
