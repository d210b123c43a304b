"""What `make package` is made of."""

from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
