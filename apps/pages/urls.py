"""Addresses of the pages that the office writes, and of the groups."""

from django.urls import path

from apps.pages.about import about
from apps.pages.contacts import contacts

app_name = "pages"
urlpatterns = [
    path("about/<slug:slug>/", about, name="about"),
    path("about/<slug:slug>/<int:number>/", about, name="version"),
    path("contacts/", contacts, name="contacts"),
]
