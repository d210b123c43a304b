"""The model manager: every model there is, and how it comes and goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.errors import SRError
from sr_desktop.gui import details, incoming, words
from sr_desktop.gui.model_detail import ModelDetail
from sr_desktop.gui.model_words import Fact, facts, outlook_facts
from sr_desktop.gui.models_table import SOURCE, Action, ModelsTable, Row, RowDelegate, rows
from sr_desktop.gui.outlook import UNKNOWN
from sr_desktop.gui.panes import DropOverlay, NoticeBar
from sr_desktop.gui.placing import open_at
from sr_desktop.gui.reflow import fill
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label, wrapping
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.predicting import Predicting
    from sr_desktop.gui.settings import Settings

_WIDTHS_PX = {0: 176, 1: 56, 2: 88, 3: 96, 4: 136, 6: 168}
_KINDS = " ".join(f"*{ending}" for ending in incoming.CHECKPOINTS)
_MIRROR_TIP = mark(
    "A folder on the web to try before the models' own hosts, with files named\n"
    "as the models' ids, such as edsr-base-x2.pt. Empty: none."
)


class ModelsWindow(QDialog):
    """Not modal: the window it belongs to goes on working."""

    def __init__(
        self,
        keeper: Keeper,
        settings: Settings,
        parent: QWidget | None = None,
        predicting: Predicting | None = None,
    ) -> None:
        super().__init__(parent)
        self._predicting = predicting
        self._keeper = keeper
        self._settings = settings
        self.setWindowTitle(tr("Models"))
        self.setModal(False)
        self.setAcceptDrops(True)
        open_at(self, 976, 640)
        self._table = ModelsTable()
        self._view = _View()
        self._notice = NoticeBar()
        self.detail = ModelDetail()
        self._import = button(tr("Import a file…"), "plain")
        self._export = button(tr("Export pack…"), "plain")
        self._verify = button(tr("Verify all"), "plain")
        self._mirror = QLineEdit(keeper.mirror)
        self._mirror_trouble = label("", "bad")
        self._copy_trouble = details.copy_button(self._mirror_trouble.text)
        self._build()
        self._connect()
        self._overlay = DropOverlay(self)
        self._render()

    @property
    def row(self) -> Row | None:
        """The one chosen."""
        at = self._view.currentIndex()
        return self._table.row(at.row()) if at.isValid() else None

    def select(self, id: str) -> None:
        """Choose a model and bring it into sight."""
        at = self._table.place_of(id)
        if at >= 0:
            self._view.setCurrentIndex(self._table.index(at, 0))
            self._view.scrollTo(self._table.index(at, 0))

    def _build(self) -> None:
        self._set_up_view()
        body = QWidget()
        fill(self, body, 880, 440)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._notice)
        column.addWidget(self._view, stretch=1)
        column.addWidget(self.detail)
        column.addWidget(self._foot())

    def _set_up_view(self) -> None:
        view = self._view
        view.setAccessibleName(tr("Models"))
        view.setModel(self._table)
        view.setItemDelegate(RowDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setMouseTracking(True)
        view.setWordWrap(False)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(32)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(32)
        for column, width in _WIDTHS_PX.items():
            view.setColumnWidth(column, max(width, header.sectionSizeHint(column)))
        header.setSectionResizeMode(SOURCE, QHeaderView.ResizeMode.Stretch)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        self._import.setToolTip(tr("A checkpoint (.pt, .pth, .safetensors) or a pack (.zip)"))
        self._export.setToolTip(
            tr("All that was downloaded and imported, in one file to carry along")
        )
        self._verify.setToolTip(tr("Read all files and compare them with their digests"))
        self._mirror.setToolTip(tr(_MIRROR_TIP))
        self._mirror.setPlaceholderText(tr("https://, none if empty"))
        self._mirror.setFixedWidth(280)
        caption = QLabel(tr("Mirror"))
        caption.setBuddy(self._mirror)
        self._mirror.setAccessibleName(tr("Address of a mirror for downloads"))
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        for each in (self._import, self._export, self._verify):
            row.addWidget(each)
        row.addStretch()
        row.addWidget(caption)
        row.addWidget(self._mirror)
        wrapping(self._mirror_trouble)
        self._mirror_trouble.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._mirror_trouble.hide()
        column = QVBoxLayout(foot)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._mirror_trouble)
        column.addWidget(self._copy_trouble, alignment=Qt.AlignmentFlag.AlignRight)
        return foot

    def _connect(self) -> None:
        self._keeper.changed.connect(self._render)
        if self._predicting is not None:
            self._predicting.changed.connect(self._render_detail)
        self._view.selectionModel().currentChanged.connect(self._render_detail)
        self._view.remove.connect(lambda: self.detail.press(Action.REMOVE))
        self.detail.asked.connect(self._do)
        self.detail.facts.connect(self._set_facts)
        self._notice.closed.connect(self._keeper.forget_note)
        self._import.clicked.connect(lambda: self._choose_import())
        self._export.clicked.connect(self._choose_export)
        self._verify.clicked.connect(lambda: self._keeper.verify())
        self._mirror.editingFinished.connect(self._keep_mirror)
        for keys in ("Ctrl+M", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)

    # What is seen

    def _render(self) -> None:
        state = self._keeper.state
        chosen = self.row
        self._table.show(rows(state))
        if chosen is not None and self.row is None:  # the table was laid out anew
            self.select(chosen.id)
        self._notice.show_notice(state.note)
        own = [kept for kept in state.shelf.here.values() if not kept.ships]
        self._export.setVisible(bool(own))
        self._verify.setVisible(not state.verify_job)
        if not self._mirror.hasFocus() and self._mirror_trouble.isHidden():
            self._mirror.setText(self._keeper.mirror)  # the preferences have it, too
        self._render_detail()

    def _render_detail(self) -> None:
        row = self.row
        state = self._keeper.state
        if row is None:
            self.detail.show_row(None, None, "")
            self.detail.show_told(())
            return
        failed = row.download.error if row.download else None
        self.detail.show_row(row, failed or state.troubles.get(row.id), self._about(row))
        self.detail.show_told(self._facts(row))

    def _facts(self, row: Row) -> tuple[Fact, ...]:
        """As the cards tell them, for the picture that the main window shows."""
        if row.spec is None:
            return ()
        ahead = self._predicting.outlook((row.spec,)) if self._predicting else UNKNOWN
        return (*outlook_facts(ahead), *facts(row.spec))

    def _about(self, row: Row) -> str:
        """One line: how a download goes, or what the model is."""
        if row.download is not None and not row.download.failed:
            return row.download.told
        if row.spec is None:
            return tr("This file does not tell what it is; nothing can be done with it.")
        spec = row.spec
        parts = [spec.id, spec.shown_purpose, spec.paper]
        if row.imported and row.kept is not None:
            parts = [spec.id, words.came_from(row.kept.came_from.partition(" (sha256:")[0])]
        elif row.kept is None:
            try:
                parts.insert(1, tr("from {host}", host=self._keeper.host(spec)))
            except SRError as error:
                parts = [str(error)]
        return " · ".join(part for part in parts if part)

    def showEvent(self, event: QShowEvent) -> None:
        self._keeper.refresh()
        self._view.setFocus()
        super().showEvent(event)

    # What is done

    def _do(self, action: Action) -> None:
        row = self.row
        if row is None:
            return
        match action:
            case Action.REMOVE:
                self._keeper.remove(row.id)
            case Action.CANCEL:
                self._keeper.cancel(row.id)
            case Action.VERIFY:
                self._keeper.verify((row.id,))
            case Action.BY_HAND:
                self._choose_import(row.id)
            case Action.REPLACE if row.spec is not None:
                self._keeper.download_again(row.spec)
            case Action.DOWNLOAD | Action.AGAIN if row.spec is not None:
                self._keeper.download(row.spec)

    def _set_facts(self, input_range: float, mean_shift: bool) -> None:
        if self.row is not None and self.row.spec is not None:
            self._keeper.set_facts(self.row.spec, input_range, mean_shift)

    def _choose_import(self, as_id: str | None = None) -> None:
        choose_import(self, self._settings, self._keeper, as_id)

    def _choose_export(self) -> None:
        wanted = self._settings.folder("models") / "sr-desktop-models.zip"
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export pack"), str(wanted), tr("Packs (*.zip)")
        )
        if name:
            target = Path(name) if name.lower().endswith(".zip") else Path(f"{name}.zip")
            self._settings.keep_folder("models", target.parent)
            self._keeper.export_pack(target)

    def _keep_mirror(self) -> None:
        try:
            self._keeper.set_mirror(self._mirror.text().strip())
        except SRError as error:
            self._mirror_trouble.setText(str(error))
            self._mirror_trouble.show()
        else:
            self._mirror_trouble.hide()
        self._copy_trouble.setVisible(not self._mirror_trouble.isHidden())
        self._render_detail()

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files := incoming.checkpoints_among(incoming.local_paths(event.mimeData()))[0]:
            self._overlay.show_words(incoming.import_words(files))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._overlay.hide()
        files, _ = incoming.checkpoints_among(incoming.local_paths(event.mimeData()))
        self._keeper.import_files(files)
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._overlay.setGeometry(self.rect())
        super().resizeEvent(event)


def choose_import(
    parent: QWidget, settings: Settings, keeper: Keeper, as_id: str | None = None
) -> None:
    """Ask for checkpoints and packs, and take them."""
    folder = str(settings.folder("models"))
    kinds = tr("Checkpoints and packs ({kinds})", kinds=_KINDS)
    if as_id is None:
        names, _ = QFileDialog.getOpenFileNames(parent, tr("Import models"), folder, kinds)
    else:
        title = tr("The file of {model}", model=as_id)
        name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
        names = [name] if name else []
    if names:
        settings.keep_folder("models", Path(names[0]).parent)
        keeper.import_files([Path(name) for name in names], as_id)


class _View(QTableView):
    """remove tells that Delete was pressed."""

    remove = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen stays in sight when the detail under the table grows."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # a dialog's default button would take it
        else:
            super().keyPressEvent(event)
