"""Preferences: device, precision, tile, memory, threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import psutil

from sr_desktop.gui.computing import (
    DRAFT_LOSS_DB,
    MEMORY_GIB,
    PRECISION_WORDS,
    TILES_PX,
    Computing,
    device_of,
)
from sr_desktop.gui.fields import Number, choice, choose, set_number
from sr_desktop.gui.page import Page
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.errors import SRError
    from sr_desktop.gui.devices import Devices
    from sr_desktop.gui.widgets import Choice
    from sr_desktop.jobs.engine import Device

_USUAL_TILE_PX = 240
_PRECISION_HINTS = {
    "auto": mark("The quickest that this device does well."),
    "fp32": mark("The most exact. Published numbers are measured in it."),
    "bf16": mark("Quicker where the hardware has it; differences are too small to see."),
    "fp16": mark(
        "Quicker on a GPU and half the memory; float32 takes over where it is too coarse."
    ),
    "int8": mark(
        "To see soon what comes of a picture, on CPUs that are slow in bfloat16. It costs up to "
        "{decibels:g} dB; for a result to keep, choose another."
    ),
}


class ComputingPage(Page):
    """Reads and sets the one Computing of the program through get and keep."""

    name = mark("Computing")

    def __init__(
        self, get: Callable[[], Computing], keep: Callable[[Computing], None], devices: Devices
    ) -> None:
        super().__init__()
        self._get = get
        self._keep = keep
        self._devices = devices
        devices.found.connect(self._show_found)
        devices.missed.connect(self._show_missed)
        self._device = choice(tr("Device"), {"auto": tr("Automatic")}, tr("What networks run on"))
        self._device.setProperty("elides", "true")
        self._precision = choice(
            tr("Precision"), {"auto": tr("Automatic")}, tr("What is calculated in")
        )
        self._tile = choice(tr("Tile"), {"auto": tr("Automatic"), "set": tr("Fixed")})
        self._tile_px = Number(tr("Side of a tile in pixels of the source"))
        self._tile_px.take(*TILES_PX, 0, "px")
        self._memory = choice(tr("Memory"), {"auto": tr("Automatic"), "set": tr("At most")})
        self._gib = Number(tr("Memory that the work on a picture may take, in GiB"))
        self._gib.take(*MEMORY_GIB, 2, "GiB")
        self._gib.setSingleStep(0.5)
        self._threads = choice(tr("Threads"), {"auto": tr("Automatic")})
        self._device_row = self.add(tr("Device"), self._device, hint="")
        self._precision_row = self.add(tr("Precision"), self._precision, hint="")
        self.add(
            tr("Tile"),
            self._tile,
            self._tile_px,
            hint=tr(
                "Pictures are upscaled in tiles. Smaller ones take less memory, larger ones can "
                "be quicker on a GPU. The result is the same."
            ),
        )
        self._memory_row = self.add(
            tr("Memory"),
            self._memory,
            self._gib,
            hint=tr(
                "For the work on a picture, besides the program itself. With less, tiles are "
                "smaller and large results lie on the disk until they are saved."
            ),
        )
        self.add(
            tr("Threads"),
            self._threads,
            hint=tr("Of the CPU. Fewer leave more of the computer to other programs."),
        )
        for number in (self._tile_px, self._gib):
            number.setFixedSize(104, 32)
            number.setKeyboardTracking(False)  # 1024 is not to be taken as 1, 10 and 102 before
        self._connect()

    def _connect(self) -> None:
        for field, act in (
            (self._device, self._keep_device),
            (self._precision, lambda: self._set(precision=self._precision.currentData())),
            (self._tile, self._keep_tile),
            (self._memory, self._keep_memory),
            (self._threads, lambda: self._set(threads=self._threads.currentData())),
        ):
            field.currentIndexChanged.connect(partial(_calling, act))
        self._tile_px.valueChanged.connect(lambda px: self._set(tile_px=round(px)))
        self._gib.valueChanged.connect(lambda gib: self._set(memory_gib=gib))

    def show_state(self) -> None:
        computing = self._get()
        found = self._devices.known
        self._show_devices(computing, found.devices if found else ())
        threads = {str(n): n for n in range(1, (psutil.cpu_count() or 1) + 1)}
        automatic = tr("Automatic ({choice})", choice=found.threads) if found else tr("Automatic")
        _fill(self._threads, {automatic: None, **threads}, computing.threads)
        choose(self._tile, "auto" if computing.tile_px is None else "set")
        self._tile_px.setVisible(computing.tile_px is not None)
        set_number(self._tile_px, computing.tile_px or _USUAL_TILE_PX)
        choose(self._memory, "auto" if computing.memory_gib is None else "set")
        self._gib.setVisible(computing.memory_gib is not None)
        set_number(self._gib, computing.memory_gib or _half_of_memory())
        if found is None:
            self._devices.ask()

    def reset(self) -> None:
        self._keep(Computing())
        self.show_state()

    def _show_devices(self, computing: Computing, devices: tuple[Device, ...]) -> None:
        self._device.setEnabled(bool(devices))
        self._precision.setEnabled(bool(devices))
        device = device_of(computing, devices) if devices else None
        if device is None:
            known = computing.device_name or tr("Automatic")
            _fill(self._device, {known: computing.device}, computing.device)
            word = _shown(computing.precision)
            _fill(self._precision, {word: computing.precision}, computing.precision)
            self._device_row.say(tr("Looking for devices…"))
            self._precision_row.say(_hint(computing.precision))
            return
        names = {tr("Automatic ({choice})", choice=devices[0].name): "auto"}
        names |= {_numbered(each, devices): each.id for each in devices}
        _fill(self._device, names, computing.device)
        self._device.setToolTip(self._device.currentText())  # names may be longer than the field
        self._device_row.say(
            tr("The quickest device of this computer.")
            if computing.device == "auto"
            else tr("Taken for every picture, as long as it is there.")
        )
        words = {tr("Automatic ({choice})", choice=PRECISION_WORDS[device.best]): "auto"}
        words |= {_shown(each): each for each in device.precisions}
        _fill(self._precision, words, computing.precision)
        self._precision_row.say(_hint(self._precision.currentData()))

    def _show_found(self) -> None:
        if self.isVisible():
            self.show_state()

    def _show_missed(self, error: SRError) -> None:
        self._device_row.say(str(error), bad=True)

    def _keep_device(self) -> None:
        """Another device may not do the precision that was chosen: then it takes its own."""
        found = self._devices.known
        if found is None:
            return
        id = self._device.currentData()
        device = next((each for each in found.devices if each.id == id), None)
        name = device.name if device is not None else ""
        can = (device or found.devices[0]).precisions
        precision = self._get().precision
        self._set(device=id, device_name=name, precision=precision if precision in can else "auto")

    def _keep_tile(self) -> None:
        is_set = self._tile.currentData() == "set"
        self._set(tile_px=round(self._tile_px.value()) if is_set else None)

    def _keep_memory(self) -> None:
        is_set = self._memory.currentData() == "set"
        self._set(memory_gib=self._gib.value() if is_set else None)

    def _set(self, **changes: object) -> None:
        self._keep(replace(self._get(), **changes))  # type: ignore[arg-type]
        self.show_state()


def _shown(precision: str) -> str:
    """As it is offered. int8 is told by what it is for, with what it costs."""
    if precision == "auto":
        return tr("Automatic")
    if precision == "int8":
        return tr("Draft (int8, up to −{decibels:g} dB)", decibels=DRAFT_LOSS_DB)
    return PRECISION_WORDS[precision]


def _hint(precision: str) -> str:
    return tr(_PRECISION_HINTS[precision], decibels=DRAFT_LOSS_DB)


def _calling(act: Callable[[], object], _index: int) -> None:
    act()


def _fill(among: Choice, options: dict[str, str] | dict[str, int | None], key: object) -> None:
    """Offer these texts for their keys and choose one, telling nobody."""
    was = among.blockSignals(True)
    among.clear()
    for text, each in options.items():
        among.addItem(text, each)
    keys = list(options.values())
    among.setCurrentIndex(keys.index(key) if key in keys else 0)
    among.blockSignals(was)


def _numbered(device: Device, devices: tuple[Device, ...]) -> str:
    """Its name; with its number where several have the same."""
    same = [each for each in devices if each.name == device.name]
    name = f"CPU: {device.name}" if device.id == "cpu" else device.name
    return name if len(same) == 1 else f"{name} ({device.id})"


def _half_of_memory() -> float:
    """Of this computer, in whole GiB: what a limit begins with."""
    return max(1.0, round(psutil.virtual_memory().total / 2**31))
