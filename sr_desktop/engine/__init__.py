"""The networks and how they run: torch; no Qt, no network, no picture files."""

import os
from pathlib import Path

# Whether the system tells how long threads wait for a core. Then they may spin while they wait for
# each other, see threads.py. Else they are told to sleep, before torch is first imported: where
# another program wants the processor too, spinning threads took PAN 3 to 6 times as long.
CAN_SEE_WAITING = Path("/proc/self/schedstat").exists()
if not CAN_SEE_WAITING:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# Read at torch's first allocation: on Linux, take large blocks in pages of 2 MiB, where the system
# gives them. In pages of 4 KiB, fetching each map anew took a sixth of PAN's time in a thread.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
