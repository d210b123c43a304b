"""The proxy that downloads go through: the system's, none, or one of the user's own."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlsplit

from sr_desktop.errors import UsageError
from sr_desktop.language import tr

SYSTEM, NONE = "", "none"
_SCHEMES = ("http", "https", "socks5", "socks5h")


class Options(TypedDict):
    """What httpx.Client is told."""

    trust_env: bool
    proxy: str | None


def options_of(proxy: str) -> Options:
    """proxy is SYSTEM, NONE or an address. SYSTEM goes by HTTPS_PROXY, NO_PROXY and their like."""
    own = proxy if proxy not in (SYSTEM, NONE) else None
    return {"trust_env": proxy != NONE, "proxy": own}


def checked(address: str) -> str:
    """The address of a proxy, without what surrounds it. Raises UsageError for what is none."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        good = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        good = False
    if not good or any(char.isspace() for char in address):
        raise UsageError(
            tr("{address!r} is no address of a proxy.", address=address)
            if address
            else tr("The proxy has no address."),
            tr("It looks like http://proxy.example:8080 or socks5://proxy.example:1080."),
        )
    return address
