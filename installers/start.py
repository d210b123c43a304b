"""Where the program of an installer starts."""

import os
import sys

if "LD_LIBRARY_PATH" in os.environ:
    # Set for this process alone: a file manager or browser that we open must not get our libraries.
    own = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH")
    if own:
        os.environ["LD_LIBRARY_PATH"] = own

if sys.argv[1:2] == ["--multiprocessing-fork"] or "-c" in sys.argv[1:2]:
    import multiprocessing  # children of its own are this program too; elsewhere it costs a start

    multiprocessing.freeze_support()

from sr_desktop.__main__ import main

sys.exit(main())
