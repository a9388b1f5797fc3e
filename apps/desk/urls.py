from django.urls import path

from apps.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("review/", views.queue, name="queue"),
    path("review/<int:pk>/", views.review, name="review"),
]
