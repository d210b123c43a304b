"""Training of the networks; needs the extra `train`.

from sr_desktop.train import config, loop
loop.train(config.Config.checked(config.read("pan-ship"), "pan-ship"))
"""
