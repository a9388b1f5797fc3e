"""Addresses of the counter. That of the receipts is printed on slips."""

from django.urls import path, re_path

from apps.counter import desk, following, receipts, views

app_name = "counter"
NUMBER = r"^r/(?P<number>[0-9]{4}-[0-9]{1,9})"
urlpatterns = [
    re_path(NUMBER + "/object/$", views.objection, name="object"),
    re_path(NUMBER + "/mistake/$", views.mistake, name="mistake"),
    path("desk/counter/", desk.pausing, name="pausing"),
    path("counter/", views.home, name="home"),
    path("counter/receipt/", receipts.receipt, name="receipt"),
    path("counter/follow/", following.follow, name="follow"),
    path("counter/leave/", following.leave, name="leave"),
    path("counter/case/", following.case, name="case"),
    path("counter/case/<slug:step>/", following.step, name="step"),
    path("counter/<slug:type>/", views.form, name="form"),
]
