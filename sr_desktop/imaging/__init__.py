"""Pictures and their files: numpy, Pillow and libvips; no torch, no Qt."""
