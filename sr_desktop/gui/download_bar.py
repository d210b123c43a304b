"""Above the picture: may this model be fetched, how the download goes, why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from sr_desktop.gui import words
from sr_desktop.gui.transfer_bar import TransferBar
from sr_desktop.gui.widgets import button
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.model_state import Download, Offer


class DownloadBar(TransferBar):
    """Hidden while nothing is offered. by_hand asks for a file to take in the download's place."""

    download = Signal()
    dismiss = Signal()
    by_hand = Signal()

    def __init__(self) -> None:
        start, by_hand = button(tr("Download"), "primary"), button(tr("Import file…"), "plain")
        start.setProperty("compact", "true")
        super().__init__(start=start, rescue=by_hand)
        as_high_as_needed = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        as_high_as_needed.setHeightForWidth(True)
        self.setSizePolicy(as_high_as_needed)
        self._shown: tuple[Offer, Download | None] | None = None
        start.clicked.connect(self.download)
        by_hand.clicked.connect(self.by_hand)
        self.again.connect(self.download)
        self.ended.connect(self.dismiss)

    def show_offer(self, offer: Offer | None, download: Download | None) -> None:
        """The question, or how its download goes; nothing without an offer."""
        if offer is None:
            self._shown = None
            self.hide()
            return
        if self._shown == (offer, download):
            return
        self._shown = (offer, download)
        if download is None:
            self.ask(_question(offer))
        elif download.error is not None:
            self.show_failure(download.error)
        else:
            self.show_progress(_progress(offer, download), download.told, download.fraction)


def _question(offer: Offer) -> str:
    spec = offer.spec
    told = {"model": words.model(spec), "host": offer.host}
    if not spec.bytes:
        return tr("{model} is not on this computer. Download from {host}?", **told)
    return tr(
        "{model} is not on this computer. Download {size} from {host}?",
        **told,
        size=words.size(spec.bytes),
    )


def _progress(offer: Offer, download: Download) -> str:
    model = words.model(offer.spec)
    if not download.host:
        return tr("Downloading {name}", name=model)
    return tr("Downloading {name} from {host}", name=model, host=download.host)
