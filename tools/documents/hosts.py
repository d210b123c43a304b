"""Whom a download asks, from the catalogue and from the addresses in the code."""

from __future__ import annotations

from urllib.parse import urlsplit

from documents.markdown import table
from sr_desktop.catalogue import all_models
from sr_desktop.train import div2k
from sr_desktop.weights.sources import addresses


def asked() -> str:
    """Each host, and what is fetched from it."""
    wanted: dict[str, list[str]] = {}
    for spec in all_models():
        for url in addresses(spec, env={}):
            wanted.setdefault(urlsplit(url).hostname or "", []).append(spec.label)
    rows = [
        [f"`{host}`", "models: " + "; ".join(dict.fromkeys(labels))]
        for host, labels in wanted.items()
    ]
    site = urlsplit(div2k.SITE).hostname
    rows.append([f"`{site}`", "the pictures of DIV2K, by `sr-desktop train --download div2k`"])
    return table(["host", "what is fetched from it"], rows)
