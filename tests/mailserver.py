"""A real SMTP server in a thread, which a test tells how to behave, and which can be stopped at any line."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from urllib.parse import quote, urlencode

from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.db import connection

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # each kill would be a traceback
PATIENCE = 30
"""Seconds after which a test that waits for the other side fails."""


class Protocol(SMTP):
    """aiosmtpd, but what arrived before the other side hung up is still read, as the great servers do."""

    def eof_received(self) -> bool | None:
        return asyncio.StreamReaderProtocol.eof_received(self)

    async def _handle_client(self) -> None:
        self.event_handler.connections += 1
        try:
            await super()._handle_client()
        except (asyncio.IncompleteReadError, ConnectionError):
            self._writer.close()

    async def smtp_DATA(self, arg: str) -> None:
        await self.event_handler._stop("DATA")
        if self.event_handler.mode == "drop_in_data":
            await self.push("354 go on")
            self.transport.abort()
            return
        if self.event_handler.mode == "closes_in_data":
            await self.push("354 go on")
            await self._reader.readline()
            await self.push("421 closing")
            await self._reader.read()
            return
        await super().smtp_DATA(arg)


class MailServer:
    """Keeps every message from the moment its last line was read, whatever it answers then.

    `mode` is accept, a key of one of the tables, drop_in_data, closes_in_data (says so, and reads on), or
    mute: takes the message and hangs up.
    """

    RECIPIENT = {
        "later": "451 4.3.0 come again",
        "no_mailbox": "550 5.1.1 no such user",
        "plain_550": "550 no such user",
        "full": "552 5.2.2 mailbox full",
        "policy": "554 5.7.1 relay access denied",
    }
    CONTENT = {"spam": "554 5.7.1 spam", "unknown": "550 5.1.1 no such user", "busy": "452 4.3.1 disk full"}

    def __init__(self) -> None:
        self.mode = "accept"
        self.letters: list[bytes] = []
        self.senders: list[str] = []
        self.recipients: list[str] = []
        self.connections = self.lines = 0
        self.pause = 0.0
        """Seconds that it takes for each line it answers."""
        self.stops_at = ""
        """MAIL, RCPT, DATA or ANSWER (the message is taken): where the server stops until go_on()."""
        self.has_stopped, self.may_go_on = threading.Event(), threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> MailServer:
        self._thread.start()
        begun = self._loop.create_server(self._protocol, "127.0.0.1", 0)
        self._sockets = asyncio.run_coroutine_threadsafe(begun, self._loop).result(PATIENCE)
        self.port = self._sockets.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_error: object) -> None:
        self.may_go_on.set()
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def _protocol(self) -> Protocol:
        return Protocol(self, hostname="mail.example", data_size_limit=50_000_000, loop=self._loop)

    async def _end(self) -> None:
        self._sockets.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(letter, policy=POLICY) for letter in self.letters]

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(message["Message-ID"]) for message in self.messages)

    def stop_at(self, place: str) -> None:
        self.has_stopped.clear()
        self.may_go_on.clear()
        self.stops_at = place

    def wait_until_stopped(self) -> None:
        assert self.has_stopped.wait(PATIENCE), "the server was never asked"

    def go_on(self) -> None:
        self.stops_at = ""
        self.may_go_on.set()

    async def _stop(self, place: str) -> None:
        self.lines += 1
        await asyncio.sleep(self.pause)
        if self.stops_at == place:
            self.has_stopped.set()
            await asyncio.get_running_loop().run_in_executor(None, self.may_go_on.wait, PATIENCE)

    async def handle_MAIL(self, server, session, envelope, address, options):
        await self._stop("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await self._stop("RCPT")
        if refusal := self.RECIPIENT.get(self.mode):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        refusal = self.CONTENT.get(self.mode)
        if refusal is None:
            self.letters.append(envelope.original_content)
            self.senders.append(envelope.mail_from)
            self.recipients += envelope.rcpt_tos
        await self._stop("ANSWER")
        if self.mode == "mute":
            server.transport.abort()
        return refusal or "250 OK"


def worker(server: MailServer) -> subprocess.Popen:
    """The program that sends, as it runs in production, on the database of this connection."""
    environment = os.environ | {
        "DATABASE_URL": database_address(),
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": str(server.port),
        "MAIL_SECURITY": "none",
        "MAIL_FROM": "gongkai@school.example",
        "MAIL_PAGE": "False",
        "MAIL_TICKETS": str(settings.MAIL_TICKETS),
    }
    command = [sys.executable, "manage.py", "send_mail", "--every", "1"]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)


def database_address() -> str:
    """The database of this connection, as another program is told of it."""
    given = connection.get_connection_params()
    where = urlencode({name: given[name] for name in ("host", "port") if given.get(name)})
    user, password = (quote(str(given.get(name) or "")) for name in ("user", "password"))
    return f"postgresql://{user}{':' * bool(password)}{password}@/{given['dbname']}?{where}"
