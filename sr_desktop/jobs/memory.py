"""The most memory that a picture will take on its way, reckoned before anything runs.

    the process with torch           measured, see Measured.base_bytes
    + weights of the networks        twice
    + pixels                         source, passes in between, result; large ones lie on the disk
    + tiles at work                  see engine.footprint

How well that meets what was measured: docs/design/models.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sr_desktop.imaging.form import Form

if TYPE_CHECKING:
    from sr_desktop.engine.footprint import Footprint
    from sr_desktop.imaging.size import Steps
    from sr_desktop.jobs.types import UpscaleJob

# Of a result on its way to a file, beside the strip that fills: so many with the encoder (seen with
# libvips, whatever the format), and those that the consistency needs.
_ROWS_ON_THEIR_WAY = 800 + 150
# Larger pictures than this (LR pixels that the networks see) are done one after the other: whoever
# looks on sees them end one by one, and who stops loses only one.
_SMALL_PX = 1_500_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a picture goes: its pixels, the steps to its size, and with which network each.

    copies is how many of the source there are in memory. to_file tells whether the result is
    written as it is made, rather than kept. abreast is how many such pictures go side by side.
    """

    source: Form
    steps: Steps
    networks: Mapping[int, Footprint]
    tile_px: int | None = None
    ensemble: bool = False
    copies: int = 1
    to_file: bool = False
    abreast: int = 1

    @property
    def peak_bytes(self) -> int:
        """The most that it takes at one time, beside what the process takes anyway."""
        weights = sum(self.networks[scale].weights_bytes for scale in set(self.steps.passes))
        threads = 1 if self.abreast > 1 else None
        one = self.copies * _held(self.source.bytes) + self._most_at_work(threads)
        return weights + self.abreast * one

    def most_abreast(self, threads: int, room_bytes: int) -> int:
        """How many small pictures to do side by side with so many CPU threads, one for each, where
        they may take so many bytes at work.
        """
        if self.steps.network_px(self.source.width, self.source.height) > _SMALL_PX:
            return 1
        return max(1, min(threads, room_bytes // self._most_at_work(threads=1)))

    def _most_at_work(self, threads: int | None) -> int:
        """Of all passes, with what goes in and comes out beside the source; by so many threads, or
        those of the networks.
        """
        bits = 16 if len(self.steps.passes) > 1 else self.source.bits
        height, width = self.source.height, self.source.width
        most, before = 0, 0 if bits == self.source.bits else self._bytes(height, width, bits)
        for number, scale in enumerate(self.steps.passes, start=1):
            is_last = number == len(self.steps.passes)
            network = self.networks[scale]
            if threads is not None:
                network = replace(network, threads=threads)
            result = self._bytes(height * scale, width * scale, bits)
            if is_last and (self.to_file or self.steps.is_resized):
                result = min(result, self._strips(network, height, width, bits))
            if is_last and not self.to_file and self.steps.is_resized:
                result += self._bytes(self.steps.height, self.steps.width, self.source.bits)
            work = network.work_bytes(height, width, tile_px=self.tile_px, ensemble=self.ensemble)
            most = max(most, _held(before) + _held(result) + work)
            height, width, before = height * scale, width * scale, result
        return most

    def _bytes(self, height: int, width: int, bits: int) -> int:
        return Form(height, width, self.source.channels, bits, self.source.alpha).bytes

    def _strips(self, network: Footprint, height: int, width: int, bits: int) -> int:
        from sr_desktop.engine.footprint import MOST_STRIP_BYTES  # late, as below

        rows = network.strip_rows(height, width, tile_px=self.tile_px, ensemble=self.ensemble)
        strip = self._bytes(rows * network.scale, width * network.scale, bits)
        filling = strip if strip <= MOST_STRIP_BYTES else 0
        return filling + self._bytes(_ROWS_ON_THEIR_WAY, width * network.scale, bits)


def way_of(
    job: UpscaleJob, source: Form, steps: Steps, networks: Mapping[int, Footprint | None]
) -> Way | None:
    """How a job's picture goes; None where nobody knows what a network takes, or none is used."""
    known = {scale: each for scale, each in networks.items() if each is not None}
    if not known or len(known) < len(networks):
        return None
    return Way(
        source,
        steps,
        known,
        tile_px=job.engine.tile_px,
        ensemble=job.engine.self_ensemble,
        to_file=job.target is not None,
    )


def _held(size: int) -> int:
    """Of so many bytes of pixels what stays in memory; see imaging.store."""
    from sr_desktop.imaging import store  # late: the window shows sooner without it

    return size if size <= store.SMALL_BYTES else 0


def resident_bytes() -> int:
    """What this process takes of memory at this moment."""
    import psutil

    return int(psutil.Process().memory_info().rss)
