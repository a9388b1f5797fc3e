from django.urls import URLPattern

app_name = "dutywork"
urlpatterns: list[URLPattern] = []
