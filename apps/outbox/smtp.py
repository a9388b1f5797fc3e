"""Talking to the mail server so that as little as possible is ever in doubt.

A server has a message from the moment it reads the line with the single dot. `smtplib.sendmail` sends that line
together with the text, so nobody could say afterwards which of the two had gone. Here the text goes first; then the
caller writes down that the last line is about to go; then it goes.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from apps.outbox.answers import Later, Never, NoMailbox, Unanswered
from apps.outbox.letters import bare, letter, sender, stuffed
from apps.outbox.models import Message, Trouble

LAST_LINE = b".\r\n"
PATIENCE = 600
"""Seconds to wait for the answer to the last line (RFC 5321 §4.5.3.2.6)."""


class MailServer:
    """One connection, opened for the first letter and kept for the next; closed after anything unusual."""

    def __init__(self) -> None:
        self._backend = EmailBackend()

    def take(self, message: Message, before_last_line: Callable[[], None]) -> None:
        """Hand over a letter. Raises Later, Never or Unanswered; nothing was handed over if the callback raises."""
        content, is_taken = letter(message), False
        connection = self._open()
        try:
            _hand_over(connection, message, content, before_last_line)
            is_taken = True
        finally:
            if not is_taken:
                self._drop()

    def hang_up(self) -> None:
        """Say goodbye; the server may have left before."""
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _open(self) -> smtplib.SMTP:
        try:
            self._backend.open()
            self._backend.connection.ehlo_or_helo_if_needed()
            # The last line is a packet of its own: without this it waits for the answer to the one before.
            self._backend.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except Exception as error:
            self._drop()
            if isinstance(error, OSError):  # as all errors of smtplib and ssl are
                raise Later(_why_closed(error), getattr(error, "smtp_code", None), is_closed=True) from error
            raise
        return self._backend.connection

    def _drop(self) -> None:
        """Leave without a word: inside of DATA a word would be text."""
        if self._backend.connection:
            self._backend.connection.close()
        self._backend = EmailBackend()


def _why_closed(error: OSError) -> Trouble:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble.LOGIN
    if isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError)):
        return Trouble.UNSAFE
    return Trouble.UNREACHABLE


def _hand_over(
    connection: smtplib.SMTP, message: Message, content: bytes, before_last_line: Callable[[], None]
) -> None:
    try:
        _begin(connection, message)
        connection.send(stuffed(content))
    except OSError as error:
        raise Later(Trouble.BROKEN) from error
    if not _is_silent(connection):
        raise Later(Trouble.BROKEN)
    before_last_line()
    try:
        connection.send(LAST_LINE)
        connection.sock.settimeout(PATIENCE)
        code, words = connection.getreply()
        connection.sock.settimeout(settings.EMAIL_TIMEOUT)
    except OSError as error:
        raise Unanswered from error
    _check(code, words, Trouble.CONTENT)


def _begin(connection: smtplib.SMTP, message: Message) -> None:
    """Everything up to the text; raises Later or Never, or OSError where the connection breaks."""
    options = ["BODY=8BITMIME"] if connection.has_extn("8bitmime") else []
    code, words = connection.mail(sender(), options)
    if code != 250:
        raise Later(Trouble.SENDER, code)  # our own settings: nothing that a recipient can help
    _check(*connection.rcpt(bare(message.to)), Trouble.ADDRESS)
    _check(*connection.docmd("DATA"), Trouble.CONTENT)


def _check(code: int, words: bytes, trouble: Trouble) -> None:
    """Good answers pass; raises Later for those that are good for another day, else Never or Unanswered."""
    if code in (250, 251, 354):
        return
    if 500 <= code < 600:
        raise (NoMailbox if _has_no_mailbox(code, words, trouble) else Never)(trouble, code)
    if code < 0:
        raise Unanswered
    raise Later(Trouble.NOT_NOW, code)


def _has_no_mailbox(code: int, words: bytes, trouble: Trouble) -> bool:
    """The address is at fault, not a policy or a full disk: by the enhanced code (RFC 3463), else by the plain one."""
    if enhanced := re.match(rb"5\.\d{1,3}\.\d{1,3}\b", words):
        return enhanced[0].startswith(b"5.1.") or enhanced[0] == b"5.2.1"
    return trouble == Trouble.ADDRESS and code in (550, 551, 553)


def _is_silent(connection: smtplib.SMTP) -> bool:
    """Whether the server still listens: one that hung up, or speaks out of turn, will not answer the last line."""
    sock = connection.sock
    sock.settimeout(0)
    try:
        sock.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    finally:
        sock.settimeout(settings.EMAIL_TIMEOUT)
    return False
