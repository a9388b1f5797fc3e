"""Public addresses of the directory and of how punctual the schools are."""

from django.urls import path

from apps.punctuality.pages import directory, duty, schools

app_name = "punctuality"
urlpatterns = [
    path("directory/", directory, name="directory"),
    path("directory/<int:pk>/", duty, name="duty"),
    path("directory/schools/", schools, name="schools"),
]
