"""Above the picture: may this model be fetched, how the download goes, why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import details, theme, words
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, is_theme_change, label, restyle
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.errors import SRError
    from sr_desktop.gui.model_state import Download, Offer


class DownloadBar(QFrame):
    """Hidden while nothing is offered. by_hand asks for a file to take in the download's place."""

    download = Signal()
    dismiss = Signal()
    by_hand = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        _as_high_as_needed(self)
        self._shown: tuple[Offer, Download | None] | None = None
        self._sign = QLabel()
        self._text = QLabel()
        self._detail = label("", "muted")
        for each in (self._text, self._detail):
            wrapping(each)
        self._meter = Meter()
        self._download = button(tr("Download"), "primary")
        self._download.setProperty("compact", "true")
        self._again = button(tr("Try again"), "plain")
        self._by_hand = button(tr("Import file…"), "plain")
        self._copy = button(tr("Copy details"), "plain")
        self._dismiss = button(tr("Not now"), "plain")
        self._download.clicked.connect(self.download)
        self._again.clicked.connect(self.download)
        self._by_hand.clicked.connect(self.by_hand)
        self._copy.clicked.connect(self._copy_details)
        self._dismiss.clicked.connect(self.dismiss)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self._text)
        told.addWidget(self._detail)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        for each in (self._download, self._again, self._by_hand, self._copy, self._dismiss):
            buttons.addWidget(each)
        buttons.addStretch()
        self._inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._inner.setSpacing(GRID_PX)
        self._inner.addLayout(told, stretch=1)
        self._inner.addLayout(buttons)
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        self._row = row
        row.addWidget(self._sign)
        row.addLayout(self._inner, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._meter)

    def show_offer(self, offer: Offer | None, download: Download | None) -> None:
        """The question, or how its download goes; nothing without an offer."""
        if offer is None:
            self._shown = None
            self.hide()
            return
        if self._shown == (offer, download):
            return
        self._shown = (offer, download)
        asked = download is None
        failed = download is not None and download.failed
        running = not asked and not failed
        if download is None:
            self._ask(offer)
        elif download.error is not None:
            self._tell_failure(download.error)
        else:
            self._tell_progress(offer, download)
        self._download.setVisible(asked)
        for each in (self._again, self._by_hand, self._copy):
            each.setVisible(failed)
        self._dismiss.setText(tr("Cancel") if running else tr("Close") if failed else tr("Not now"))
        self._meter.setVisible(running)
        self._meter.set_fraction(download.fraction if download and running else None)
        # A failure has much to say: its buttons go under the words.
        wide, high = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._inner.setDirection(high if failed else wide)
        at = Qt.AlignmentFlag.AlignTop if failed else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._sign, at)
        look = theme.tokens()
        name, colour = ("alert", look.bad) if failed else ("save", look.text)
        self._sign.setPixmap(theme.pixmap(name, theme.ICON_PX, colour, self.devicePixelRatioF()))
        if self.property("kind") != (kind := "bad" if failed else "good"):
            self.setProperty("kind", kind)
            for part in (self, self._text, self._detail):
                restyle(part)
        self.show()

    def _ask(self, offer: Offer) -> None:
        spec = offer.spec
        told = {"model": words.model(spec), "host": offer.host}
        question = tr("{model} is not on this computer. Download from {host}?", **told)
        if spec.bytes:
            question = tr(
                "{model} is not on this computer. Download {size} from {host}?",
                **told,
                size=words.size(spec.bytes),
            )
        self._text.setText(question)
        self._detail.setText("")
        self._detail.hide()

    def _tell_progress(self, offer: Offer, download: Download) -> None:
        model = words.model(offer.spec)
        told = tr("Downloading {name}", name=model)
        if download.host:
            told = tr("Downloading {name} from {host}", name=model, host=download.host)
        self._text.setText(told)
        self._detail.setText(breakable(download.told))
        self._detail.show()

    def _tell_failure(self, error: SRError) -> None:
        self._text.setText(breakable(error.message))
        self._detail.setText(breakable(error.hint))
        self._detail.setVisible(bool(error.hint))

    def _copy_details(self) -> None:
        download = self._shown[1] if self._shown else None
        if download is not None and download.error is not None:
            details.copy(download.error)

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event) and self._shown is not None:
            shown, self._shown = self._shown, None
            self.show_offer(*shown)
        super().changeEvent(event)


class Meter(QWidget):
    """A thin line that fills; while the fraction is not known, a quiet one."""

    def __init__(self) -> None:
        super().__init__()
        self._fraction: float | None = None
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_fraction(self, fraction: float | None) -> None:
        self._fraction = fraction
        self.setAccessibleName(
            "" if fraction is None else tr("Downloaded {part:.0%}", part=fraction)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.line))
        done = QRectF(0, 0, self.width() * (self._fraction or 0.0), self.height())
        painter.fillRect(done, QColor(look.accent))


def wrapping(text: QLabel) -> None:
    """Let the label be as narrow as there is room: a long address must not widen the window."""
    text.setWordWrap(True)
    text.setTextFormat(Qt.TextFormat.PlainText)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    text.setSizePolicy(policy)


def _as_high_as_needed(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


def breakable(text: str) -> str:
    """With places to break a line after the slashes of addresses and paths."""
    return text.replace("/", "/\u200b").replace("//\u200b", "//").replace("/\u200b/", "//")
