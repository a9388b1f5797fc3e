from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "apps.pages"
    verbose_name = _("Pages, banners and grey days")

    def ready(self) -> None:
        post_migrate.connect(load_texts, sender=self)


def load_texts(apps: Any = installed, **kwargs: Any) -> None:
    """A page that has no text yet gets the one that comes with the portal."""
    from apps.pages.loading import load

    try:
        models = apps.get_model("pages", "Page"), apps.get_model("pages", "Revision")
    except LookupError:  # the migrations of this app were taken back
        return
    load(*models)
