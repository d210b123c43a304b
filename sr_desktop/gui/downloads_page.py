"""Preferences: where models come from, and where they are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit

from sr_desktop.errors import SRError
from sr_desktop.gui import words
from sr_desktop.gui.fields import choice, choose
from sr_desktop.gui.page import Page, Question
from sr_desktop.gui.widgets import Elided, button
from sr_desktop.language import listed, mark, sentences, tr, trn
from sr_desktop.weights import proxy as proxies
from sr_desktop.weights.housekeeping import UNUSED_DAYS, Unused, bytes_of

if TYPE_CHECKING:
    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.settings import Settings

_MIRROR_HINT = mark("A folder on the web to try before the models' own hosts. Empty: none.")
_PROXY_HINTS = {
    "system": mark("From the system's settings, or HTTPS_PROXY and NO_PROXY."),
    "none": mark("Downloads go out directly."),
    "own": mark("Such as http://proxy.example:8080 or socks5://proxy.example:1080."),
}
_NO_ADDRESS = mark("Enter its address; until then downloads go as before.")


class DownloadsPage(Page):
    """The mirror and the folder are the keeper's, the proxy is in the settings."""

    name = mark("Downloads")

    def __init__(self, keeper: Keeper, settings: Settings) -> None:
        super().__init__()
        self._keeper = keeper
        self._settings = settings
        self._mirror = QLineEdit()
        self._mirror.setAccessibleName(tr("Address of a mirror for downloads"))
        self._mirror.setPlaceholderText(tr("https://, none if empty"))
        self._kind = choice(
            tr("Proxy"),
            {
                "system": tr("As the system says"),
                "none": tr("None", meaning="proxy"),
                "own": tr("An address"),
            },
            tr("What downloads go through"),
        )
        self._address = QLineEdit()
        self._address.setAccessibleName(tr("Address of the proxy"))
        self._address.setPlaceholderText("http://proxy.example:8080")
        self._folder = Elided()
        self._change = button(tr("Change…"), "plain")
        self._change.setToolTip(tr("Keep downloaded and imported models in another folder"))
        self._open = button(tr("Open folder"), "plain")
        self._tidy = button(tr("Remove unused…"), "plain")
        self._tidy.setToolTip(
            tr("Models not used for {days} days, and downloads given up", days=UNUSED_DAYS)
        )
        self.question = Question()
        self._mirror_row = self.add(tr("Mirror"), self._mirror, hint=tr(_MIRROR_HINT))
        self._proxy_row = self.add(tr("Proxy"), self._kind, hint="")
        self._address_row = self.add("", self._address, hint="")
        self._folder_row = self.add(tr("Models folder"), self._folder, hint="")
        self.add("", self._change, self._open)
        self._tools_row = self.add("", self._tidy, hint="")
        self._question_row = self.add("", self.question)
        self.question.asking.connect(self._question_row.show)
        self.question.asking.connect(self.put_in_order)
        self._question_row.show(False)
        self._connect()

    def _connect(self) -> None:
        self._mirror.editingFinished.connect(self._keep_mirror)
        self._kind.currentIndexChanged.connect(self._choose_proxy)
        self._address.editingFinished.connect(self._keep_address)
        self._change.clicked.connect(self._choose_folder)
        self._open.clicked.connect(self._open_folder)
        self._tidy.clicked.connect(self._ask_tidy)
        self._keeper.changed.connect(self._show_keeper)

    def show_state(self) -> None:
        self._show_keeper()
        proxy = self._settings.proxy()
        is_own = proxy not in (proxies.SYSTEM, proxies.NONE)
        choose(self._kind, "own" if is_own else proxy or "system")
        self._address.setText(proxy if is_own else "")
        self._show_proxy(tr(_PROXY_HINTS[self._kind.currentData()]))

    def reset(self) -> None:
        self._keeper.set_mirror("")
        self._mirror_row.say(_MIRROR_HINT)
        self._mirror.clear()
        self._settings.keep_proxy(proxies.SYSTEM)
        self.show_state()
        if not self._keeper.is_usual_folder:
            self._move(None)

    # The mirror and the proxy

    def _keep_mirror(self) -> None:
        try:
            self._keeper.set_mirror(self._mirror.text().strip())
        except SRError as error:
            self._mirror_row.say(str(error), bad=True)
        else:
            self._mirror_row.say(_MIRROR_HINT)

    def _choose_proxy(self) -> None:
        kind = self._kind.currentData()
        if kind == "own":
            self._show_proxy(tr(_NO_ADDRESS))
            self._address.setFocus()
            return
        self._settings.keep_proxy(proxies.NONE if kind == "none" else proxies.SYSTEM)
        self._show_proxy(tr(_PROXY_HINTS[kind]))

    def _keep_address(self) -> None:
        if self._kind.currentData() != "own":
            return
        try:
            address = proxies.checked(self._address.text())
        except SRError as error:
            self._address_row.say(str(error), bad=True)
            return
        self._settings.keep_proxy(address)
        self._show_proxy(tr(_PROXY_HINTS["own"]))

    def _show_proxy(self, hint: str) -> None:
        self._proxy_row.say(hint)
        self._address_row.say("")
        self._address_row.show(self._kind.currentData() == "own")

    # The folder

    def _show_keeper(self) -> None:
        if not self._mirror.hasFocus() and not self._mirror_row.is_bad:
            self._mirror.setText(self._keeper.mirror)
        folder = self._keeper.folder
        self._folder.set_text(words.path(folder))
        files = self._keeper.own_files
        told = _counted(files) if files else tr("Nothing is kept there yet.")
        self._folder_row.say(tr("Moving the models…") if self._keeper.is_moving else told)
        self._open.setEnabled(folder.is_dir())
        self._change.setEnabled(not self._keeper.is_moving)
        self._tidy.setEnabled(bool(files) and not self._keeper.is_moving)
        if (error := self._keeper.state.move_error) is not None:
            self._tools_row.say(str(error), bad=True)

    def _choose_folder(self) -> None:
        title = tr("Folder for models")
        if name := QFileDialog.getExistingDirectory(self, title, str(self._keeper.folder)):
            self._move(Path(name))

    def _move(self, folder: Path | None) -> None:
        """To this folder, None for the usual one; what is here is asked about."""
        if folder is not None and folder.absolute() == self._keeper.folder.absolute():
            return
        files = self._keeper.own_files
        if not files:
            self._begin_move(folder, carry=False)
            return
        where = tr("Models will be kept in the usual folder.")
        if folder is not None:
            where = tr("Models will be kept in {folder}.", folder=folder)
        what = tr("What about those that are here now: {files}?", files=_counted(files))
        self.question.ask(
            sentences(where, what),
            {
                tr("Move them"): lambda: self._begin_move(folder, carry=True),
                tr("Leave them"): lambda: self._begin_move(folder, carry=False),
                tr("Cancel"): lambda: None,
            },
        )

    def _begin_move(self, folder: Path | None, *, carry: bool) -> None:
        try:
            self._keeper.move(folder, carry=carry)
        except SRError as error:
            self._tools_row.say(str(error), bad=True)
        else:
            self._tools_row.say("")

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._keeper.folder)))

    def _ask_tidy(self) -> None:
        unused = self._keeper.unused()
        if not unused.files:
            self._tools_row.say(
                tr("Nothing to remove: all was used in the last {days} days.", days=UNUSED_DAYS)
            )
            return
        self._tools_row.say("")
        size = words.size(unused.bytes)
        answers = {
            tr("Remove {what}", what=size): lambda: self._remove(unused),
            tr("Keep"): lambda: None,
        }
        self.question.ask(_told(unused), answers)

    def _remove(self, unused: Unused) -> None:
        size = words.size(unused.bytes)
        try:
            self._keeper.remove_unused(unused)
        except SRError as error:
            self._tools_row.say(str(error), bad=True)
        else:
            self._tools_row.say(tr("Removed {what}.", what=size))


def _counted(files: tuple[Path, ...]) -> str:
    """ "3 files, 5.5 MB" """
    size = words.size(bytes_of(files))
    return trn("{count:,} file, {size}", "{count:,} files, {size}", len(files), size=size)


def _told(unused: Unused) -> str:
    """ "Not used for 90 days: edsr-x4. Downloads given up: 1." """
    parts = []
    if unused.models:
        ids = listed(id for id, _ in unused.models)
        parts.append(tr("Not used for {days} days: {models}.", days=UNUSED_DAYS, models=ids))
    if unused.leftovers:
        parts.append(tr("Downloads given up: {count}.", count=len(unused.leftovers)))
    return sentences(*parts)
