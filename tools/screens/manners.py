"""What stands beside the work: preferences, shortcuts, about, the questions and the crash."""

from __future__ import annotations

from screens.stage import Scenes, Stage
from sr_desktop.gui.closing import Closing
from sr_desktop.gui.computing import Computing
from sr_desktop.gui.crash import CrashDialog
from sr_desktop.gui.question import Question
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status
from sr_desktop.jobs import sample
from sr_desktop.jobs.engine import Device
from sr_desktop.jobs.types import DevicesFound

_PAGES = {
    "preferences": "Computing",
    "preferences-downloads": "Downloads",
    "preferences-files": "Files",
    "preferences-appearance": "Appearance",
}
SCENES = (
    *_PAGES,
    "preferences-draft",
    "preferences-small",
    "shortcuts",
    "about",
    "closing",
    "crash",
)
_DEVICE = Device("cpu", "CPU: AMD EPYC", ("fp32", "bf16", "int8"), "fp32")
_TRACE = 'Traceback (most recent call last):\n  File "app.py", line 12, in run\nValueError: 3\n'


def tell(stage: Stage) -> Scenes:
    with stage.window() as window:
        window.preferring.devices.known = DevicesFound(0, (_DEVICE,), 2)
        preferences = window.preferring.show()
        for name, page in _PAGES.items():
            preferences.choose(page)
            preferences.show_state()
            yield name, preferences
        preferences.choose("Computing")
        window.preferring.keep_computing(Computing(precision="int8"))
        preferences.show_state()
        yield "preferences-draft", preferences
        window.preferring.keep_computing(Computing())
        preferences.show_state()
        preferences.resize(preferences.minimumSize())
        yield "preferences-small", preferences
        preferences.close()
        yield "shortcuts", window.help.show_shortcuts()
        yield "about", window.help.show_about()
        window.help.close()
        window.add_picture(sample.reduced(4), "harbour.png")
        stage.wait(lambda: window.state.opened is not None)
        window.upscale()
        stage.wait(lambda: window.state.items[0].status is Status.DONE)
        closing = Closing(window, Settings())
        window.close()
        question = window.findChild(Question)
        assert question is not None
        yield "closing", question
        closing.session_ends()
        crash = CrashDialog(_TRACE)
        stage.kept.append(crash)
        crash.show()
        yield "crash", crash
        crash.close()
