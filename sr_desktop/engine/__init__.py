"""The networks and how they run: torch; no Qt, no network, no picture files."""

import os
from pathlib import Path


def _sees_waiting(told: Path = Path("/proc/self/schedstat")) -> bool:
    """Whether the system tells how long threads wait for a core: on Linux, unless it is built
    without, or does not count. We have had a core for some time, so that is no 0.
    """
    try:
        return told.read_text().split()[0] != "0"
    except (OSError, IndexError):
        return False


# Then threads may spin while they wait for each other, see threads.py. Else they are told to sleep,
# before torch is first imported: where another program wants the processor too, spinning threads
# took PAN 3 to 6 times as long.
CAN_SEE_WAITING = _sees_waiting()
if not CAN_SEE_WAITING:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# Read at torch's first allocation: on Linux, take large blocks in pages of 2 MiB, where the system
# gives them. In pages of 4 KiB, fetching each map anew took a sixth of PAN's time in a thread.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
