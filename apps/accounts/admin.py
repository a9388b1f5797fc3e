from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User

admin.site.unregister(Group)  # what people may do comes from their memberships


class PasswordForm(AdminPasswordChangeForm):
    usable_password_help_text = _(  # type: ignore[assignment]
        "Off: this person cannot sign in until a password is set again."
    )


class PersonAdmin(UserAdmin):
    """Accounts; the organization registers this together with the memberships, which it knows."""

    fieldsets = [
        (None, {"fields": ["username", "name", "email", "password"]}),
        (_("Access"), {"fields": ["is_active", "is_superuser", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "usable_password", "password1", "password2"]})]
    readonly_fields = ["last_login"]
    list_display = ["username", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username", "name"]
    filter_horizontal = []
    change_password_form = PasswordForm

    def get_queryset(self, request):
        """Without the account of scheduled steps, which belongs to nobody."""
        return super().get_queryset(request).exclude(username=User.CLOCK)
