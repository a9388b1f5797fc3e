"""What a reviewer checks before deciding, problems first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.models import Audience
from apps.disclosures.dates import month_day_weekday
from apps.disclosures.daygrid import runs_of
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import Period
from apps.disclosures.rules import problems, remarks

WIDTH = {Audience.STAFF: 0, Audience.PARENTS: 1, Audience.PUBLIC: 2}


@dataclass(frozen=True)
class Check:
    """A heading, what was found, and whether the reviewer must look."""

    title: str
    text: str
    is_warning: bool = False


def checks_of(item: Disclosure, period: Period | None) -> list[Check]:
    """The rules of the platform and of the kind, what stops nothing, then the facts a reviewer compares."""
    found = [Check(_("A rule is not met"), problem, is_warning=True) for problem in problems(item)]
    found += [Check(_("Please note"), remark, is_warning=True) for remark in remarks(item)]
    found += [_heading(item), _audience(item), *_publicity(item, period), _basis(item), _files(item)]
    return sorted(found, key=lambda check: not check.is_warning)


def _heading(item: Disclosure) -> Check:
    title = _("Catalogue: %(heading)s") % {"heading": item.heading}
    if not item.heading.publicity_days:
        return Check(title, _("It asks for no publicity period."))
    return Check(
        title,
        ngettext(
            "It asks for at least %(days)d working day of publicity.",
            "It asks for at least %(days)d working days of publicity.",
            item.heading.publicity_days,
        )
        % {"days": item.heading.publicity_days},
    )


def _audience(item: Disclosure) -> Check:
    """The catalogue names the widest audience that a matter is meant for."""
    title = _("Audience: %(audience)s") % {"audience": item.get_audience_display()}
    meant = item.heading.get_audience_display()
    if WIDTH[Audience(item.audience)] > WIDTH[Audience(item.heading.audience)]:
        return Check(title, _("The catalogue means this matter for %(audience)s only.") % {"audience": meant}, True)
    return Check(title, _("The catalogue names as the widest audience: %(audience)s.") % {"audience": meant})


def _publicity(item: Disclosure, period: Period | None) -> Iterator[Check]:
    if period is None:
        yield Check(_("Publicity: none"), _("Nobody is given time to object."))
        return
    title = ngettext("Publicity: %(days)d working day", "Publicity: %(days)d working days", item.publicity_days)
    yield Check(title % {"days": item.publicity_days}, "\n".join([_dates(item, period), *_why(period)]))
    if period.is_provisional:
        yield Check(
            _("These dates may still change"),
            _("The holidays of that year are not announced yet, so only weekends were left out."),
            is_warning=True,
        )


def _dates(item: Disclosure, period: Period) -> str:
    words = {"first": month_day_weekday(period.starts_on), "last": month_day_weekday(period.ends_on)}
    if item.publish_at:
        return _("%(first)s to %(last)s, if it is posted when planned.") % words
    return _("%(first)s to %(last)s, if it is posted today.") % words


def _why(period: Period) -> Iterator[str]:
    """Which days between the first and the last do not count."""
    for run in runs_of(period.skipped):
        yield _("Not counted: %(days)s, %(reason)s.") % {"days": run.span, "reason": run.reasons}


def _basis(item: Disclosure) -> Check:
    if item.basis:
        return Check(_("Basis: named"), item.basis)
    return Check(_("Basis: none"), _("No document is named on which this rests."), is_warning=True)


def _files(item: Disclosure) -> Check:
    files = [str(file) for file in item.attachments.all()]
    if not files:
        return Check(_("Files: none"), _("Everything is in the text itself."))
    title = ngettext("%(count)d file", "%(count)d files", len(files)) % {"count": len(files)}
    return Check(title, _(", ").join(files))
