from django.urls import path, re_path

from apps.archive import annual_pages, coverage_file, pages, register_pages

app_name = "archive"
urlpatterns = [
    path("desk/groups/coverage.csv", coverage_file.coverage_file, name="coverage_file"),
    path("desk/archive/annual/", annual_pages.annual, name="annual"),
    path("desk/archive/", pages.packages, name="packages"),
    path("desk/archive/package/<uuid:key>/", pages.package, name="package"),
    path("desk/archive/package/<uuid:key>/file", pages.package_file, name="package_file"),
    path("desk/archive/register/", register_pages.register, name="register"),
    path("desk/archive/register/print/", register_pages.printed, name="register_print"),
    path("desk/archive/register.pdf", register_pages.as_pdf, name="register_pdf"),
    re_path(r"^desk/archive/register\.(?P<suffix>csv|xlsx|json)$", register_pages.as_file, name="register_file"),
]
