"""Every GET route of the portal is here once: as pages to open and by whom, or as no page, with the reason."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import get_resolver, reverse

from apps.accounts.models import User
from apps.archive.models import Package
from apps.cases.models import Case, Publication
from apps.counter.wording import STARTED_HERE
from apps.disclosures.models import Disclosure
from apps.disclosures.opinions import Review
from apps.disclosures.states import ON_BOARD, State
from apps.duties.models import Duty
from apps.groupwork.models import Checklist, Meeting, Plan
from apps.groupwork.years import EARLIEST
from apps.notifications.models import Subscription
from apps.organization.models import Unit
from apps.organization.roles import SETTINGS
from apps.pages.models import Page
from apps.papers.models import Posting
from apps.reuse.models import ExportJob
from tests.browser.looking import ALL_LOOKS, EACH_MODE
from tests.browser.school import one_of_each

KINDS = [f"{kind._meta.app_label}_{kind._meta.model_name}" for kind in Disclosure.kinds()]


@dataclass(frozen=True)
class View:
    """An address and who opens it (nobody signed in: “reader”); `press` is clicked to see what follows."""

    who: str
    path: str
    press: str = ""
    looks: Collection[tuple[str, int]] = ()
    """In which it is seen; if none is named, a public page in all, one behind the sign-in in each mode once."""

    @property
    def seen_in(self) -> Collection[tuple[str, int]]:
        return self.looks or (ALL_LOOKS if self.who == "reader" else EACH_MODE)

    def __str__(self) -> str:
        return f"{self.path}{' → ' + self.press if self.press else ''} ({self.who})"


Views = Iterable[View]


def every_route() -> list[str]:
    """The names of all routes; those without a name are called by their pattern."""
    return list(dict.fromkeys(_names(get_resolver().url_patterns)))


def _names(patterns: list, space: str = "", before: str = "") -> Iterator[str]:
    for entry in patterns:
        pattern = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _names(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space, pattern)
        else:
            yield space + entry.name if entry.name else pattern


def views_of(route: str) -> list[View]:
    """The pages of a route."""
    (pattern,) = standing(route)
    return list(PAGES[pattern](route)) if pattern in PAGES else []


def standing(route: str) -> list[str]:
    """Where the route stands in the two tables, by its own name or else by patterns: exactly once, if all is well."""
    tables = (*PAGES, *NO_PAGES)
    return [entry for entry in tables if entry == route] or [entry for entry in tables if fnmatchcase(route, entry)]


def at(who: str, *arguments: object, press: str = "", **query: str) -> Callable[[str], Views]:
    return lambda route: [View(who, reverse(route, args=arguments, query=query or None), press)]


# The public side.


def lists(route: str) -> Views:
    kinds = [kind._meta.app_label for kind in Disclosure.kinds()]
    yield from (View("reader", reverse(route, args=[kind])) for kind in kinds)
    yield View("reader", reverse(route, args=[kinds[0]], query={"state": "withdrawn", "year": "x"}))


def items(route: str) -> Views:
    """Of each kind one in every state in which it is on the board, and one for the staff alone."""
    for item in one_of_each(
        "kind", "state", audience="public", state__in=[*ON_BOARD, State.WITHDRAWN, State.SUPERSEDED]
    ):
        yield View("reader", item.get_absolute_url())
    for item in one_of_each("audience", audience="staff", state__in=ON_BOARD):
        yield View("teacher", item.get_absolute_url())


def searches(route: str) -> Views:
    for words in ("", "公示", "校车租赁", "*"):
        yield View("reader", reverse(route, query={"q": words}))
    yield View("teacher", reverse(route, query={"audience": "staff", "sort": "best", "q": "名单"}))


def comparisons(route: str) -> Views:
    for item in Disclosure.objects.filter(replaces__isnull=False, state__in=ON_BOARD)[:1]:
        yield View("reader", reverse(route, args=[item.number]))


def at_an_item(route: str) -> Views:
    """The empty form and what it says to it, of an item in its publicity period; and of one whose period is over."""
    live = Disclosure.objects.filter(audience="public").in_publicity().latest("posted_at")
    yield View("reader", reverse(route, args=[live.number]))
    yield View("reader", reverse(route, args=[live.number]), press=".form [type=submit]")
    over = Disclosure.objects.filter(audience="public", state=State.CONCLUDED).latest("posted_at")
    yield View("reader", reverse(route, args=[over.number]))


def counter_forms(route: str) -> Views:
    yield from (View("reader", reverse(route, args=[type])) for type in STARTED_HERE)
    yield View("reader", reverse(route, args=["application"]), press=".form [type=submit]")


def replies(route: str) -> Views:
    """One that is read and one that is hidden, if there are."""
    shown = Publication.objects.visible_to(AnonymousUser())
    for found in (shown.filter(case__hidden_for="")[:1], shown.exclude(case__hidden_for="")[:1]):
        yield from (View("reader", reverse(route, args=[reply.pk])) for reply in found)


def one_of_each_condition(route: str) -> Views:
    for duty in Duty.objects.owed().judged().order_by("condition", "pk").distinct("condition"):
        yield View("reader", reverse(route, args=[duty.pk]))


def subscribing(route: str) -> Views:
    """The empty form, what it says to it, and that of one item."""
    yield View("reader", reverse(route))
    yield View("reader", reverse(route), press=".form [type=submit]")
    item = Disclosure.objects.filter(audience="public", state=State.POSTED).latest("posted_at")
    yield View("reader", reverse(route, query={"item": item.number}))


def subscriptions(route: str) -> Views:
    """One that runs and one that has ended, if there are."""
    known = Subscription.objects.exclude(confirmed_at=None)
    for found in (known.filter(ended_at=None)[:1], known.exclude(ended_at=None)[:1]):
        yield from (View("reader", reverse(route, args=[subscription.token])) for subscription in found)


def texts(route: str) -> Views:
    yield from (View("reader", reverse(route, args=[page.pk])) for page in Page.objects.all())


def packages(route: str) -> Views:
    yield from (View("office", reverse(route, args=[package.pk])) for package in Package.objects.all())


def jobs(route: str) -> Views:
    yield from (View("office", reverse(route, args=[job.pk])) for job in ExportJob.objects.all())


# The desk.


def reviews(route: str) -> Views:
    in_review = Disclosure.objects.filter(state=State.IN_REVIEW).order_by("pk")
    for item in in_review:
        yield View("sup1", reverse(route, args=[item.pk]))
    member = User.objects.get(username="sup7")
    asked = next(item for item in in_review if member in waited_for(item))
    yield View("sup7", reverse(route, args=[asked.pk]), press=".form [type=submit]")


def waited_for(item: Disclosure) -> list[User]:
    """Who has not given an opinion yet."""
    review = Review(item)
    return [seat.user for seat in review.eligible if not review.opinion_of(seat.user)]


def hangings(route: str) -> Views:
    item = Disclosure.objects.filter(state=State.POSTED).latest("posted_at")
    yield View("office", reverse(route, args=[item.number]))
    yield View("office", reverse(route, args=[item.number]), press=".form [type=submit]")


def postings(route: str) -> Views:
    yield from (View("office", reverse(route, args=[posting.pk])) for posting in Posting.objects.all())


# The office's forms. Stock pages that differ by names and fields alone are seen in fewer looks: an empty form with its
# errors on a dark phone, the filled one, its list and its history on a light desk.

DESK, PHONE = (("light", 1280),), (("dark", 390),)


def _kind_of(route: str) -> str:
    """The kind whose form this is; empty for the settings."""
    return next((name.partition("_")[0] for name in KINDS if name in route), "")


def _model(route: str) -> type[Model]:
    models = {f"admin:{model._meta.app_label}_{model._meta.model_name}_": model for model in admin.site._registry}
    (model,) = (model for prefix, model in models.items() if route.startswith(prefix))
    return model


def _newest(route: str) -> object:
    """The newest row of the model of a settings page; None without one. The account of the clock has no page."""
    rows = _model(route)._default_manager.order_by("-pk")
    return (rows.exclude(username=User.CLOCK) if rows.model is User else rows).values_list("pk", flat=True).first()


def _keeper(route: str) -> str:
    """Who sees to a settings page: the office, or else the superuser."""
    options = _model(route)._meta
    return "office" if f"{options.app_label}.change_{options.model_name}" in SETTINGS else "admin"


def tables(route: str) -> Views:
    looks = ALL_LOOKS if KINDS[0] in route else DESK
    yield View("office" if _kind_of(route) else _keeper(route), reverse(route), looks=looks)


def empty_forms(route: str) -> Views:
    if _kind_of(route):
        yield View("clerk", reverse(route), looks=PHONE)
    else:
        yield View(_keeper(route), reverse(route), press="[name=_save]", looks=PHONE)


def forms(route: str) -> Views:
    """Of a kind: a draft, as its clerk types, and what is frozen, as the office reads it."""
    if kind := _kind_of(route):
        for item in one_of_each("state", kind=kind, state=State.DRAFT):
            yield View(item.drafter.username, reverse(route, args=[item.pk]), looks=ALL_LOOKS)
        for item in one_of_each("state", kind=kind, state=State.POSTED):
            yield View("office", reverse(route, args=[item.pk]), looks=PHONE)
    elif key := _newest(route):
        yield View(_keeper(route), reverse(route, args=[key]), looks=DESK)


def histories(route: str) -> Views:
    for item in one_of_each("kind", kind=_kind_of(route)):
        yield View("office", reverse(route, args=[item.pk]), looks=DESK)


def of_one_heading(route: str) -> Views:
    if key := _newest(route) if "heading" in route else None:
        yield View(_keeper(route), reverse(route, args=[key]))


def steps(route: str) -> Views:
    for state, step in ((State.APPROVED, "post"), (State.POSTED, "propose_withdrawal")):
        for item in one_of_each("kind", kind=_kind_of(route), state=state):
            yield View("office", reverse(route, args=[item.pk, step]), looks=DESK + PHONE)


def casework(route: str) -> Views:
    """Of each state a case, as the office finds it."""
    office = User.objects.get(username="office")
    for case in Case.objects.seen_by(office).order_by("state", "pk").distinct("state"):
        yield View("office", reverse(route, args=[case.code]))


def checklists(route: str) -> Views:
    """A month with its answers, as one who confirms them finds it, and one without, empty and refused."""
    for given in Checklist.objects.all():
        yield View("sup2", given.get_absolute_url())
    first = Checklist.objects.earliest("month")
    before = first.month - datetime.timedelta(days=1)
    empty = reverse(route, args=[first.school_id, f"{before:%Y-%m}"])
    yield from (View("sup1", empty, press) for press in ("", ".form [type=submit]"))


PAGES: dict[str, Callable[[str], Views]] = {
    "board:home": at("reader"),
    "board:list": lists,
    "board:item": items,
    "board:search": searches,
    "board:changes": comparisons,
    "pages:about": texts,
    "pages:version": at("reader", Page.Slug.GUIDE, 2),
    "punctuality:directory": lambda route: [
        View("reader", reverse(route)),
        View("reader", reverse(route, query={"condition": "missing", "unit": "x"})),
    ],
    "punctuality:duty": one_of_each_condition,
    "punctuality:schools": at("reader"),
    "pages:contacts": at("reader"),
    "counter:home": at("reader"),
    "counter:pausing": lambda route: [
        View("office", reverse(route)),
        View("office", reverse(route), ".form [type=submit]"),
    ],
    "counter:object": at_an_item,
    "counter:mistake": at_an_item,
    "counter:form": counter_forms,
    "counter:receipt": at("reader"),
    "counter:follow": lambda route: [
        View("reader", reverse(route)),
        View("reader", reverse(route), ".form [type=submit]"),
    ],
    "replies:register": lambda route: [
        View("reader", reverse(route)),
        View("reader", reverse(route, query={"type": "complaint", "q": "校服", "unit": "x"})),
    ],
    "replies:reply": replies,
    "replies:numbers": at("reader"),
    "reuse:dictionary": at("reader"),
    "reuse:docs": at("reader"),
    "reuse:job": jobs,
    "papers:wall": at("office"),
    "papers:hanging": hangings,
    "papers:taken_down": postings,
    "papers:struck": postings,
    "accounts:sign_in": lambda route: [
        View("reader", reverse(route)),
        View("reader", reverse(route), ".form [type=submit]"),
    ],
    "accounts:password_change": at("clerk", press=".form [type=submit]"),
    "accounts:password_change_done": at("clerk"),
    "desk:home": lambda route: [
        View(who, reverse(route), looks=ALL_LOOKS) for who in ("clerk", "principal", "office", "sup1", "parent")
    ],
    "desk:queue": at("sup1"),
    "casework:list": at("office"),
    "casework:case": casework,
    "casework:register": lambda route: [View("office", reverse(route), press) for press in ("", ".form [type=submit]")],
    "casework:box": at("office", press=".form [type=submit]"),
    "dutywork:list": lambda route: [
        View("office", reverse(route)),
        View("inspector", reverse(route, query={"condition": "missing", "unit": "x"})),
    ],
    "dutywork:week": lambda route: [
        View("clerk", reverse(route)),
        View("office", reverse(route, query={"week": "2026-W40"})),
    ],
    "dutywork:term": at("principal"),
    "dutywork:duty": lambda route: [
        View("office", reverse(route, args=[duty.pk]))
        for duty in Duty.objects.owed().judged().order_by("condition", "pk").distinct("condition")
    ],
    "dutywork:happened": at("clerk", press=".form [value=record]"),
    "dutywork:rhythms": at("office"),
    "dutywork:rhythm": at("office", "0905", press=".form [value=look]"),
    "dutywork:link": at("clerk", press=".actions [value=renew]"),
    "dutywork:matrix": lambda route: [View(who, reverse(route)) for who in ("office", "inspector")],
    "dutywork:many": at("office", press=".form [type=submit]"),
    "dutywork:parts": lambda route: [
        View("office", reverse(route, args=["0905", unit.pk])) for unit in Unit.objects.filter(level="school")[:1]
    ],
    "dutywork:absences": lambda route: [
        View("clerk", reverse(route)),
        View("office", reverse(route), ".form [type=submit]"),
    ],
    "groupwork:home": lambda route: [View(who, reverse(route)) for who in ("office", "inspector")],
    "groupwork:coverage": lambda route: [View(who, reverse(route)) for who in ("sup1", "office")],
    "groupwork:new_meeting": at("office", press=".form [type=submit]"),
    "groupwork:new_plan": at("office", press=".form [type=submit]"),
    "groupwork:meeting": lambda route: [View("office", reverse(route, args=[m.pk])) for m in Meeting.objects.all()],
    "groupwork:plan": lambda route: [View("office", reverse(route, args=[plan.pk])) for plan in Plan.objects.all()],
    "groupwork:checklist": checklists,
    "notifications:inbox": lambda route: [View(who, reverse(route)) for who in ("office", "teacher")],
    "notifications:wish": at("office"),
    "notifications:subscribe": subscribing,
    "notifications:sent": at("reader"),
    "notifications:confirm": at("reader", "expired"),
    "notifications:manage": subscriptions,
    "notifications:end": subscriptions,
    "notifications:writer": at("reader", "expired"),
    "outbox:desk": at("office"),
    "archive:packages": lambda route: [
        View("inspector", reverse(route)),
        View("office", reverse(route), ".form [type=submit]"),
    ],
    "archive:package": packages,
    "archive:register": lambda route: [
        View("office", reverse(route)),
        View("sup1", reverse(route, query={"paper": "none", "year": "x"})),
    ],
    "archive:annual": lambda route: [
        View("office", reverse(route)),
        View("office", reverse(route, query={"year": EARLIEST}), ".form [type=submit]"),
    ],
    "archive:register_print": at("office"),
    "desk:review": reviews,
    "admin:index": lambda route: [View(who, reverse(route)) for who in ("clerk", "admin")],
    "admin:app_list": at("office", "catalogue"),
    "admin:*_changelist": tables,
    "admin:*_add": empty_forms,
    "admin:*_change": forms,
    **{f"admin:{kind}_history": histories for kind in KINDS},
    "admin:*_history": of_one_heading,
    "admin:*_delete": of_one_heading,
    "admin:*_step": steps,
    "admin:auth_user_password_change": lambda route: [
        View("admin", reverse(route, args=[_newest("admin:accounts_user_")]))
    ],
}
NO_PAGES = {
    "dutywork:calendar": "a file",
    "dutywork:back": "answers to POST only",
    "board:healthz": "plain text for a machine",
    "board:display": "sets a cookie and leads back",
    "board:file": "a file",
    "counter:case": "leads to the form for code and secret; test_counter_walk.py opens one",
    "counter:step": "answers to POST only",
    "counter:leave": "answers to POST only",
    "notifications:notice": "leads to what it is about",
    "notifications:all_read": "answers to POST only",
    "notifications:writer_again": "answers to POST only",
    "papers:paper": "a PDF",
    "papers:week": "a PDF",
    "papers:qr": "a picture",
    "papers:photo": "a picture",
    "archive:package_file": "a file",
    "archive:register_pdf": "a PDF",
    "archive:register_file": "a file",
    "archive:coverage_file": "a file",
    "casework:file": "a file",
    "groupwork:file": "a file",
    "reuse:feed": "a feed",
    "reuse:dictionary_*": "a file",
    "reuse:list": "a file",
    "reuse:lines": "a file",
    "reuse:reply_numbers": "a file",
    "reuse:duties": "a file",
    "reuse:schools": "a file",
    "reuse:job_file": "a file",
    "reuse:api:*": "data for programs",
    "api/v1/*": "data for programs",
    "reuse:sitemap*": "an index for search engines",
    "reuse:robots": "plain text for search engines",
    "accounts:sign_out": "answers to POST only",
    "outbox:now": "answers to POST only",
    "outbox:again": "answers to POST only",
    "outbox:mailbox": "only in make run",
    "outbox:message": "only in make run",
    "admin:log*": "leads to the portal's own sign-in",
    "admin:password_change": "as the portal's own page",
    "admin:password_change_done": "as the portal's own page",
    "admin:autocomplete": "data for a script",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "leads to the page itself",
    "admin:*_correct": "answers to POST only",
    "admin:pages_page_add": "refused to everybody: the pages are given",
    **{f"admin:{kind}_delete": "refused to everybody: an item is never deleted" for kind in KINDS},
    "admin/*/<path:object_id>/": "leads to the form",
    "admin/(?P<url>.*)$": "what the admin does not have",
}
