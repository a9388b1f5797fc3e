"""Addresses of the inbox, of subscriptions, and of the links that mails carry."""

from django.urls import path

from apps.notifications import inbox, pages, wishes, writer_pages

app_name = "notifications"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.all_read, name="all_read"),
    path("inbox/mail/", wishes.wish, name="wish"),
    path("inbox/<int:pk>/", inbox.notice, name="notice"),
    path("subscriptions/", pages.subscribe, name="subscribe"),
    path("subscriptions/sent/", pages.sent, name="sent"),
    path("subscriptions/confirm/<str:signed>/", pages.confirm, name="confirm"),
    path("subscriptions/<slug:token>/", pages.manage, name="manage"),
    path("subscriptions/<slug:token>/end/", pages.end, name="end"),
    # Below the counter, whose cookie says which case this browser has opened.
    path("counter/address/again/", writer_pages.writer_again, name="writer_again"),
    path("counter/address/<str:signed>/", writer_pages.writer, name="writer"),
]
