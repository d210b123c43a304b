"""No command: the window, with the files named open. Otherwise: the command line."""

from __future__ import annotations

import gc
import sys

from sr_desktop import cli


def main() -> int:
    code = cli.main(sys.argv[1:])
    gc.freeze()  # what is left goes with the process: searching it for garbage takes 0.3 s
    return code


if __name__ == "__main__":
    sys.exit(main())
