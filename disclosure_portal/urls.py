"""Addresses. They are for ever: a register number printed on paper must still open in ten years."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("apps.accounts.urls")),
    path("desk/", include("apps.desk.urls")),
    path("", include("apps.casework.urls")),
    path("", include("apps.notifications.urls")),
    path("", include("apps.outbox.urls")),
    path("", include("apps.counter.urls")),
    path("", include("apps.replies.urls")),
    path("", include("apps.punctuality.urls")),
    path("", include("apps.dutywork.urls")),
    path("", include("apps.groupwork.urls")),
    path("", include("apps.archive.urls")),
    path("", include("apps.papers.urls")),
    path("", include("apps.reuse.urls")),
    path("", include("apps.pages.urls")),
    path("", include("apps.board.urls")),
]

handler400 = "disclosure_portal.answers.unreadable"
