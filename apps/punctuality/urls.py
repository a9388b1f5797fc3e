from django.urls import URLPattern

app_name = "punctuality"
urlpatterns: list[URLPattern] = []
