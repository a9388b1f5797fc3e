"""The robots of a school, kept by its office."""

from __future__ import annotations

import uuid

from django.contrib import admin, messages
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.organization.admin import OwnSchoolsAdmin
from apps.outbox.forms import WebhookForm
from apps.outbox.models import Webhook
from apps.outbox.queueing import queue_for_robot
from apps.outbox.robots import robot_at


@admin.register(Webhook)
class WebhookAdmin(OwnSchoolsAdmin):
    form = WebhookForm
    list_display = ["name", "school", "service", "is_active"]
    list_select_related = ["school"]
    actions = ["send_test"]

    @admin.display(description=_("service"))
    def service(self, robot):
        found = robot_at(robot.address)
        return str(found.service_name) if found else "—"

    @admin.action(description=_("Send a test message"), permissions=["change"])
    def send_test(self, request, robots):
        """One message for each robot; whether it came, only the group can say."""
        title, text = gettext("Test"), gettext("The disclosure portal can write to this group.")
        sent = sum(queue_for_robot(robot, title=title, text=text, key=f"test {uuid.uuid4()}") for robot in robots)
        said = ngettext(
            "%d test message is on its way.",
            "%d test messages are on their way.",
            sent,
        )
        look = gettext("Look into the group whether it came: some services say yes to a wrong address, too.")
        messages.success(request, f"{said % sent} {look}")
