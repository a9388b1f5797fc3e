"""The index follows the items: a step in its own transaction, a file as soon as it is attached."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.signals import remarks_requested, state_changed
from apps.search import cards, files
from apps.search.models import FileText

BY_NAME_ONLY = gettext_lazy("Readers will find it by its name only.")
REMARKS: dict[str, Promise] = {
    FileText.State.ENCRYPTED: gettext_lazy("“%(name)s” is protected by a password."),
    FileText.State.UNREADABLE: gettext_lazy("“%(name)s” could not be read; it may be damaged."),
    FileText.State.NO_TEXT: gettext_lazy("“%(name)s” holds no text, perhaps only pictures of it."),
}


@receiver(state_changed, dispatch_uid="search.follow_step")
def follow_step(item: Disclosure, **_signal: Any) -> None:
    """What fails here stops the step: an item is never listed and not to be found."""
    cards.follow(item)


@receiver(post_save, sender=Attachment, dispatch_uid="search.read_file")
def read_file(instance: Attachment, created: bool, **_signal: Any) -> None:
    """After the commit: a file that cannot be read, or takes long, never stands in the way of what was saved."""
    if created:
        transaction.on_commit(lambda: files.read(instance), robust=True)


@receiver(post_delete, sender=Attachment, dispatch_uid="search.forget_file")
def forget_file(instance: Attachment, **_signal: Any) -> None:
    files.forget(instance)


@receiver(remarks_requested, dispatch_uid="search.remark_on_files")
def remark_on_files(item: Disclosure, **_signal: Any) -> list[str]:
    """Which files readers will find by their name only, and why."""
    attached = list(item.attachments.all())
    states = dict(FileText.objects.filter(sha256__in=[f.sha256 for f in attached]).values_list("sha256", "state"))
    said = [(REMARKS.get(states.get(file.sha256, "")), file) for file in attached]
    return [f"{why % {'name': file}} {BY_NAME_ONLY}" for why, file in said if why]
