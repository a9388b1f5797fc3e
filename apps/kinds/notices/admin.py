from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin import DisclosureAdmin
from apps.kinds.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(DisclosureAdmin):
    kind_fieldsets = ((_("About this text"), {"fields": (("genre", "effective_on", "repealed_on"),)}),)
