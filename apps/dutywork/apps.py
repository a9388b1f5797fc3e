from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyWorkConfig(AppConfig):
    name = "apps.dutywork"
    verbose_name = _("Work on duties")

    def ready(self) -> None:
        from apps.disclosures.signals import beginning_requested
        from apps.dutywork.beginnings import begin

        beginning_requested.connect(begin)
