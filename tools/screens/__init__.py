"""The grabs of docs/screens. registry.py names the scenes, shots.py says which are kept and how."""
