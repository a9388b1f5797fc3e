"""Robots in group chats of enterprise WeChat, DingTalk and Feishu, through apprise."""

from __future__ import annotations

from collections.abc import Callable

from apprise import Apprise, NotifyBase
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from apps.outbox.answers import Later, Never
from apps.outbox.models import Message, Trouble

SERVICES = (NotifyWeComBot, NotifyDingTalk, NotifyFeishu)
"""These and no other: apprise knows addresses that would lead into the school's own network."""
PATIENCE = 30
"""Seconds to wait for the answer of a service."""


def robot_at(address: str) -> NotifyBase | None:
    """The robot behind an address; None when it is not an address of one of the services."""
    robot = Apprise.instantiate(address.strip(), suppress_exceptions=True)
    return robot if isinstance(robot, SERVICES) else None


def say(message: Message, before_last_line: Callable[[], None]) -> None:
    """Let a robot say it. Raises Later or Never; nothing was said if the callback raises."""
    robot = robot_at(message.webhook.address) if message.webhook.is_active else None
    if robot is None:
        raise Never(Trouble.SWITCHED_OFF)
    robot.socket_read_timeout = PATIENCE
    before_last_line()
    if not robot.notify(title=message.subject, body=message.text):
        raise Later(Trouble.ROBOT)
