"""Starts the program as a user does, prints when its window was first painted and when it could do
all that a window can, and closes it.

    python tools/first_window.py

For bench_window.py. What this imports counts as the program's, so it is as good as nothing.
"""

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_desktop.gui.main_window import MainWindow


def on_painted() -> None:
    painted_at = time.time()
    assert not {"torch", "numpy", "PIL"} & set(sys.modules)
    print(painted_at, flush=True)


def on_shown(window: "MainWindow") -> None:
    print(time.time(), flush=True)
    window.close()


if __name__ == "__main__":
    from sr_desktop import cli
    from sr_desktop.gui import app

    app.run = partial(app.run, on_shown=on_shown, on_painted=on_painted, warm_up=False)
    cli.main([cli.NEW_WINDOW])
