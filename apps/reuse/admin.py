"""The table of the worker is not for people: what became of a job stands on the job's own page."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)
