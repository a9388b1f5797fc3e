"""Who is asking: the person who signed in, else the address the request comes from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

HOUSEHOLD = 64
"""Bits of an IPv6 address that name a household; its devices choose the others as they like."""


def client_of(request: HttpRequest) -> str:
    """The word under which this client is counted."""
    user = getattr(request, "user", None)
    return f"person {user.pk}" if user and user.is_authenticated else f"address {address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """REMOTE_ADDR; behind TRUSTED_PROXIES the last address in X-Forwarded-For that is not one of them."""
    passed_on = request.headers.get("X-Forwarded-For", "").split(",")
    hops = [request.META.get("REMOTE_ADDR", ""), *reversed(passed_on)]
    known = [address for hop in hops if (address := _read(hop.strip()))]
    for address in known:
        if not _is_trusted(address):
            return _counted(address)
    return _counted(known[-1]) if known else ""


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _counted(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOUSEHOLD), strict=False))
    return str(address)
