"""WSGI entry point."""

from django.core.wsgi import get_wsgi_application

from disclosure_portal import startup

startup.prepare()
application = get_wsgi_application()
