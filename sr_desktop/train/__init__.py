"""Training of the networks; needs the extra `train`.

from sr_desktop.train import config, loop
loop.train(config.Config.checked(config.read("pan-ship"), "pan-ship"))
"""

# Before torch is first imported: it settles how threads wait for each other.
import sr_desktop.engine  # noqa: F401
