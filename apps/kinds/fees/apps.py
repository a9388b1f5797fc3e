from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeesConfig(AppConfig):
    name = "apps.kinds.fees"
    verbose_name = _("Fees")
