from django.urls import path

from apps.casework import boxes, pages, registering

app_name = "casework"
urlpatterns = [
    path("desk/cases/", pages.cases, name="list"),
    path("desk/cases/register/", registering.register, name="register"),
    path("desk/cases/box/", boxes.openings, name="box"),
    path("desk/cases/<slug:code>/", pages.case, name="case"),
    path("desk/cases/<slug:code>/files/<int:number>/", pages.file, name="file"),
]
