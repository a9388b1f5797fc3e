"""Addresses under which the data is taken away."""

from django.urls import include, path, re_path

from apps.reuse import dictionary, exports, job_pages, punctuality, replies, sitemaps
from apps.reuse.api.docs import docs
from apps.reuse.feeds import feed

FORM = r"(?P<suffix>csv|xlsx|json)"

app_name = "reuse"
urlpatterns = [
    path("feed.atom", feed, name="feed"),
    path("data/", dictionary.page, name="dictionary"),
    path("data/dictionary.json", dictionary.as_json, name="dictionary_json"),
    path("data/dictionary.csv", dictionary.as_csv, name="dictionary_csv"),
    re_path(rf"^data/items\.{FORM}$", exports.items, name="list"),
    re_path(rf"^r/(?P<number>[0-9]{{4}}-[0-9]{{1,9}})/lines\.{FORM}$", exports.lines, name="lines"),
    path("replies/numbers.csv", replies.numbers, name="reply_numbers"),
    path("directory.csv", punctuality.duties, name="duties"),
    path("directory/schools.csv", punctuality.schools, name="schools"),
    path("data/jobs/<uuid:key>/", job_pages.job, name="job"),
    path("data/jobs/<uuid:key>/file", job_pages.job_file, name="job_file"),
    path("api/", docs, name="docs"),
    path("api/v1/", include("apps.reuse.api.urls")),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-<int:year>.xml", sitemaps.year, name="sitemap_year"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
