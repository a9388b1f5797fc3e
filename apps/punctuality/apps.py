from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PunctualityConfig(AppConfig):
    name = "apps.punctuality"
    verbose_name = _("Directory and punctuality")
