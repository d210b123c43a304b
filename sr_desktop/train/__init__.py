"""Training of the networks; needs the extra `train`.

from sr_desktop.train import config, loop
loop.train(config.Config.checked(config.read("pan-ship"), "pan-ship"))
"""

import os

# Before torch is first imported: threads that wait for each other sleep. A training goes on beside
# other work for days, and with another number of threads it would learn other weights.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
