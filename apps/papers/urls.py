"""Papers by the register number of their item, and the office's pages of the physical board."""

from django.urls import path, re_path

from apps.papers import desk, views

NUMBER = r"(?P<number>[0-9]{4}-[0-9]{1,9})"

app_name = "papers"
urlpatterns = [
    re_path(rf"^r/{NUMBER}/(?P<paper_format>poster-a4|poster-a3|item)\.pdf$", views.paper, name="paper"),
    re_path(rf"^r/{NUMBER}/qr\.svg$", views.qr, name="qr"),
    path("week.pdf", views.week, name="week"),
    path("postings/<int:pk>/photo.jpg", views.photo, name="photo"),
    path("desk/wall/", desk.wall, name="wall"),
    re_path(rf"^desk/wall/{NUMBER}/$", desk.hanging, name="hanging"),
    path("desk/wall/postings/<int:pk>/taken-down/", desk.taken_down, name="taken_down"),
    path("desk/wall/postings/<int:pk>/strike/", desk.struck, name="struck"),
]
