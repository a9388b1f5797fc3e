from django.urls import path, re_path

from apps.groupwork import coverage_pages, monthly, pages, writing

MONTH = r"(?P<month>[0-9]{4}-[0-9]{2})"

app_name = "groupwork"
urlpatterns = [
    path("desk/groups/", pages.home, name="home"),
    path("desk/groups/coverage/", coverage_pages.coverage, name="coverage"),
    path("desk/groups/meetings/new/", writing.new_meeting, name="new_meeting"),
    path("desk/groups/meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("desk/groups/plans/new/", writing.new_plan, name="new_plan"),
    path("desk/groups/plans/<int:pk>/", pages.plan, name="plan"),
    re_path(rf"^desk/groups/checklists/(?P<school>[0-9]{{1,9}})/{MONTH}/$", monthly.checklist, name="checklist"),
    path("desk/groups/files/<int:pk>/<str:name>", pages.file, name="file"),
]
