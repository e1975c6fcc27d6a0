"""Where a request comes from: the one place that says so, for readers and for the desk."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The network address of whoever sent the request, "" where none is known.

    NEWSROOM_PROXIES names the networks of the servers in front. What they forward is read from its
    end: each writes what it saw itself last, and what stands before that anybody can make up.
    """
    seen = _parsed(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    while forwarded and _is_proxy(seen):
        before = _parsed(forwarded.pop())
        if before is None:  # no address: nothing that stands before it can be believed
            break
        seen = before
    return str(seen or "")


def client_network(request: HttpRequest) -> str:
    """What is counted as one client where requests are bounded: the address; of IPv6, the first
    address of its /64, since a single telephone may use all of them.
    """
    address = client_address(request)
    if ":" not in address:
        return address
    return str(IPv6Network((address, 64), strict=False).network_address)


def was_sent_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site made the browser send this. https://www.w3.org/TR/fetch-metadata/"""
    return request.headers.get("Sec-Fetch-Site") == "cross-site"


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """An address as servers write it: perhaps with a port, perhaps IPv4 within IPv6."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_proxy(address: IPv4Address | IPv6Address | None) -> bool:
    """Whether an address is a server in front. A socket of this machine has no address."""
    if address is None:
        return bool(settings.NEWSROOM_PROXIES)
    return any(address in network for network in settings.NEWSROOM_PROXIES)
