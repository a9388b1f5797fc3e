"""What an award round still misses, rule by rule: each yields sentences, none when it has nothing against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.models import Audience

if TYPE_CHECKING:
    from apps.kinds.awards.models import AwardRound


def problems(award: AwardRound) -> list[str]:
    return [sentence for rule in RULES for sentence in rule(award)]


def round_is_whole(award: AwardRound) -> Iterator[str]:
    if not award.conditions:
        yield _("State the conditions of the award.")
    if not award.procedure:
        yield _("State the procedure: how candidates were recommended, voted on and decided.")
    if award.quota is None:
        yield _("State how many may be honoured.")
    if not award.honourees.exists():
        yield _("Enter at least one honouree.")


def quota_is_kept(award: AwardRound) -> Iterator[str]:
    count = award.honourees.count()
    if award.quota is not None and count > award.quota:
        yield ngettext(
            "The quota is %(quota)d, but %(count)d honouree is entered.",
            "The quota is %(quota)d, but %(count)d honourees are entered.",
            count,
        ) % {"quota": award.quota, "count": count}


def votes_add_up(award: AwardRound) -> Iterator[str]:
    voted = [honouree for honouree in award.honourees.all() if honouree.votes is not None]
    if voted and award.voters_present is None:
        yield _("Votes are entered. Say how many people voted.")
        return
    for honouree in voted:
        if honouree.votes != award.voters_present:
            yield _("“%(name)s”: the votes add up to %(votes)d, but %(present)d people voted.") % {
                "name": honouree.name,
                "votes": honouree.votes,
                "present": award.voters_present,
            }


def minors_are_protected(award: AwardRound) -> Iterator[str]:
    """Lists with pupils' names stay inside the school and are taken down in time (regulations.md §3.6, §8)."""
    if not award.is_about_minors:
        return
    if award.audience == Audience.PUBLIC:
        yield _("Names of pupils are not public. Choose “parents and staff” or “staff only” as the audience.")
    if not award.display_until:
        yield _("Names of pupils are taken down in time. Set the last day they are shown.")


RULES = (round_is_whole, quota_is_kept, votes_add_up, minors_are_protected)
