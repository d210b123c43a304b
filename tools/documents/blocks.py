"""Every generated block, by its name in the pages."""

from __future__ import annotations

from documents import commands, drafts, figures, formats, hosts, keys, messages, models
from documents.pages import Blocks

BLOCKS: Blocks = {
    "commands": commands.reference,
    "formats-read": formats.read,
    "formats-written": formats.written,
    "benchmarks": figures.told,
    "drafts": drafts.told,
    "hosts": hosts.asked,
    "keys": keys.everywhere,
    "keys-of-parts": keys.of_parts,
    "messages": messages.troubles,
    "model-cards": models.cards,
    "models": models.listed,
    "scores": models.shipped,
}
