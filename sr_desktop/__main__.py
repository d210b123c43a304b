"""No command: the window, with the files named open. Otherwise: the command line."""

from __future__ import annotations

import sys

from sr_desktop import cli


def main() -> int:
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
