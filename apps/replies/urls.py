"""Public addresses of the replies."""

from django.urls import path

from apps.replies.number_pages import numbers
from apps.replies.register import register, reply

app_name = "replies"
urlpatterns = [
    path("replies/", register, name="register"),
    path("replies/numbers/", numbers, name="numbers"),
    path("replies/<int:pk>/", reply, name="reply"),
]
