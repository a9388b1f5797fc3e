from django.urls import path

from apps.outbox import desk, page

app_name = "outbox"
urlpatterns = [
    path("desk/mail/", desk.desk, name="desk"),
    path("desk/mail/now/", desk.now, name="now"),
    path("desk/mail/<int:pk>/again/", desk.again, name="again"),
    path("mail/", page.mailbox, name="mailbox"),
    path("mail/<int:pk>/", page.message, name="message"),
]
