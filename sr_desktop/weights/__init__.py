"""Checkpoints as files: those that ship, those fetched, those brought. No torch, no Qt."""

from sr_desktop.weights.library import Library

__all__ = ["Library"]
