"""The files that scenes are played with: the sample, parts of it, and one that is no picture."""

from __future__ import annotations

from pathlib import Path

from sr_desktop import paths
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample


def five(folder: Path) -> list[Path]:
    """The sample, its original, two parts of it, and a file that is broken."""
    original, reduced = sample.original(), sample.reduced(4)
    parts = {
        "harbour.png": reduced,
        "harbour at full size.png": original,
        "IMG_2041.jpg": reduced.with_pixels(reduced.pixels[:, ::-1].copy(), None),
        "scan with a very long name 0017.tif": reduced.with_pixels(
            reduced.pixels[:200, :120].copy(), None
        ),
    }
    for name, picture in parts.items():
        format = (formats.format_of(Path(name)) or "PNG").lower()
        files.write(folder / name, picture, Encoding(format))
    broken = folder / "broken.png"
    broken.write_bytes((folder / "harbour.png").read_bytes()[:3000])
    return [folder / name for name in parts] + [broken]


def checkpoint(path: Path) -> Path:
    """One of a user's own: the PAN that ships, a little changed, in a file of torch."""
    import torch
    from safetensors.torch import load_file

    tensors = load_file(paths.bundled_weights() / "pan-x2.safetensors")
    torch.save({key: tensor * 1.0001 for key, tensor in tensors.items()}, path)
    return path
