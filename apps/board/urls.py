"""Public addresses."""

from django.urls import path, re_path

from apps.board.comparison import comparison
from apps.board.display import display
from apps.board.files import file
from apps.board.health import healthz
from apps.board.home import home
from apps.board.items import item
from apps.board.lists import listing

app_name = "board"
urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("display/", display, name="display"),
    path("files/<int:pk>/<str:name>", file, name="file"),
    re_path(r"^r/(?P<number>[0-9]{4}-[0-9]{1,9})$", item, name="item"),
    re_path(r"^r/(?P<number>[0-9]{4}-[0-9]{1,9})/changes/$", comparison, name="changes"),
    path("search/", listing, name="search"),
    path("<slug:kind>/", listing, name="list"),
]
