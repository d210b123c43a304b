"""An export: what is told before, while it runs and after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from screens.stage import Scenes, Stage
from sr_desktop.gui.export_window import ExportWindow
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.report_window import FAILED, ReportWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.survey import Survey
from sr_desktop.gui.survey_pane import PROBLEMS
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample
from sr_desktop.jobs.preflight import Disk
from sr_desktop.weights import Library

SCENES = (
    "export-ready",
    "export-measuring",
    "export-no-room",
    "export-running",
    "export-paused",
    "export-report",
    "export-report-small",
    "export-ended",
    "export-one",
    "export-skip",
    "export-rename",
    "export-replace",
)


def tell(stage: Stage) -> Scenes:
    """Each in a window of 1024 x 700."""
    Settings().keep_previews(False)
    source, out = _pictures(stage.folder), stage.folder / "Holiday enlarged"
    with stage.window((1024, 700)) as window:
        window.rail.choose(Library().find("pan", 2))
        window.warm_up()
        window.add_paths([source])
        stage.wait(lambda: bool(window.state.items) and bool(window.state.compute))
        stage.wait(lambda: all(i.thumbnail is not None or i.error for i in window.state.items[:6]))

        window.export_to(out)
        dialog = _dialog(window)
        stage.wait(lambda: _survey(dialog).seconds is not None)
        stage.settle()
        stage.wait(lambda: _survey(dialog).seconds is not None)
        yield "export-ready", dialog
        known = _survey(dialog)
        growing = replace(known, looked=412, count=1204, lines=(), flight=None, seconds=None)
        dialog.show_survey(growing)
        yield "export-measuring", dialog
        survey = known
        assert survey.flight is not None
        short = Disk(out.parent, 148_300_000_000, 12_400_000_000)
        dialog.show_survey(replace(survey, flight=replace(survey.flight, disks=(short,))))
        dialog.pane.choose(PROBLEMS)
        yield "export-no-room", dialog
        dialog.show_survey(survey)
        (source / "coast" / "IMG_0007.jpg").unlink()  # gone before its turn
        window.hold_at(lambda _: window.state.batch is not None and window.state.batch.saved > 2)
        dialog.accept()
        stage.wait(lambda: window.is_held)
        yield "export-running", window
        window.exporting.pause()
        window.go_on()
        stage.settle()
        yield "export-paused", window
        window.exporting.resume()
        stage.wait(lambda: window.state.running is None)
        report = window.findChild(ReportWindow)
        assert report is not None
        yield "export-report", report
        report.filters.choose(FAILED)
        report._filter()
        report.resize(760, 440)
        yield "export-report-small", report
        report.close()
        yield "export-ended", window

        _if_it_exists(window, "rename")
        window.exporting.open([window.state.items[0].id])
        dialog = _dialog(window)
        stage.wait(dialog.export.isEnabled)
        yield "export-one", dialog
        dialog.reject()
        for rule in ("skip", "rename", "replace"):
            _if_it_exists(window, rule)
            window.rail.choose(Library().find("pan", 2))
            window.export_to(out)
            dialog = _dialog(window)
            stage.wait(dialog.export.isEnabled)
            dialog.resize(*((720, 480) if rule == "rename" else (1000, 640)))
            yield f"export-{rule}", dialog
            dialog.reject()


def _if_it_exists(window: MainWindow, rule: str) -> None:
    preparing = window.exporting.preparing
    preparing.go_to(replace(preparing.destination, on_exists=rule))


def _dialog(window: MainWindow) -> ExportWindow:
    dialog = window.exporting.preparing.dialog
    assert dialog is not None
    dialog.resize(1000, 648)  # the screen there is none of is only 800 wide
    return dialog


def _survey(dialog: ExportWindow) -> Survey:
    assert dialog._survey is not None
    return dialog._survey


def _pictures(folder: Path) -> Path:
    """A tree of pictures, two that clash, and one that is none."""
    top = folder / "Holiday"
    small = sample.reduced(4)
    for at in range(14):
        part = small.with_pixels(small.pixels[at : 120 + 5 * at, at : 160 + at].copy(), None)
        place = "coast" if at % 3 == 1 else ""
        files.write(top / place / f"IMG_{at:04}.jpg", part, Encoding("jpeg"))
    files.write(top / "boats.png", small, Encoding("png"))
    files.write(top / "boats.tif", small, Encoding("png"))  # its result is a PNG too
    long = "a very long name that somebody gave to a scan of 1987.tif"
    files.write(top / long, small, Encoding())
    (top / "broken.png").write_bytes((top / "boats.png").read_bytes()[:300])
    (top / "notes.png").write_bytes(b"These are my notes.")
    return top
