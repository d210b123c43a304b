"""The networks and how they run: torch; no Qt, no network, no picture files."""

import os

# Before torch is first imported: let its threads sleep while they wait for each other. By default
# they spin, and where another program wants the processor too, PAN took 4 to 6 times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# Read at torch's first allocation: on Linux, take large blocks in pages of 2 MiB, where the system
# gives them. In pages of 4 KiB, fetching each map anew took a sixth of PAN's time in a thread.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
