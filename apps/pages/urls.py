"""Addresses of the pages that the office writes, of the directory and of the groups."""

from django.urls import path

from apps.pages.about import about
from apps.pages.contacts import contacts
from apps.pages.directory import directory

app_name = "pages"
urlpatterns = [
    path("about/<slug:slug>/", about, name="about"),
    path("about/<slug:slug>/<int:number>/", about, name="version"),
    path("directory/", directory, name="directory"),
    path("contacts/", contacts, name="contacts"),
]
