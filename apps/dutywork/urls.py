"""Addresses of the working side of duties."""

from django.urls import path

from apps.dutywork import absences, calendar_pages, happened, matrix_pages, pages, rhythm_pages

app_name = "dutywork"
urlpatterns = [
    path("desk/duties/", pages.duties, name="list"),
    path("desk/duties/week/", pages.week, name="week"),
    path("desk/duties/term/", pages.term, name="term"),
    path("desk/duties/happened/", happened.happened, name="happened"),
    path("desk/duties/rhythms/", rhythm_pages.rhythms, name="rhythms"),
    path("desk/duties/rhythms/<slug:code>/", rhythm_pages.rhythm, name="rhythm"),
    path("desk/duties/calendar/", calendar_pages.link, name="link"),
    path("desk/duties/matrix/", matrix_pages.matrix, name="matrix"),
    path("desk/duties/matrix/several/", matrix_pages.many, name="many"),
    path("desk/duties/matrix/<slug:code>/<int:unit>/", matrix_pages.parts, name="parts"),
    path("desk/duties/absences/", absences.absences, name="absences"),
    path("desk/duties/absences/<int:pk>/back/", absences.back, name="back"),
    path("desk/duties/<int:pk>/", pages.duty, name="duty"),
    path("calendar/<slug:token>.ics", calendar_pages.calendar, name="calendar"),
]
