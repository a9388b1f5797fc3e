"""ASGI entry point."""

from django.core.asgi import get_asgi_application

from disclosure_portal import startup

startup.prepare()
application = get_asgi_application()
