from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupWorkConfig(AppConfig):
    name = "apps.groupwork"
    verbose_name = _("Work of the groups")
