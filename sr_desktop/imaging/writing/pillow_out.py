"""WebP and AVIF, by Pillow, which wants all pixels at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from PIL import Image

from sr_desktop.imaging.metadata import without_orientation

if TYPE_CHECKING:
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.picture import Pixels
    from sr_desktop.imaging.tags import Tags

_SUBSAMPLING = {"444": "4:4:4", "420": "4:2:0"}


def pil(pixels: Pixels, alpha: Pixels | None) -> Image.Image:
    """8 bits; mode L, RGB or RGBA, or LA for gray with alpha."""
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    if alpha is not None:
        image.putalpha(Image.fromarray(alpha))
    return image


def save_webp(
    image: Image.Image, file: IO[bytes], tags: Tags, quality: int, lossless: bool, **more: Any
) -> None:
    # exact: keep the colours under full transparency. quality means effort where it is lossless: 95
    # takes 2.7 times as long as 50 for the same size.
    options = {"lossless": True, "exact": True, "quality": 50} if lossless else {"quality": quality}
    image.save(
        file,
        "WEBP",
        icc_profile=tags.icc,
        exif=tags.exif or b"",
        xmp=tags.xmp or b"",
        **options,
        **more,
    )


def save_avif(image: Image.Image, file: IO[bytes], tags: Tags, encoding: Encoding) -> None:
    # Pillow writes EXIF anew, without its MakerNote, where it finds an orientation in it.
    exif = without_orientation(tags.exif) if tags.exif else b""
    chroma = "4:0:0" if image.mode == "L" else _SUBSAMPLING[encoding.chroma]
    image.save(
        file,
        "AVIF",
        quality=encoding.quality,
        subsampling=chroma,
        icc_profile=tags.icc or b"",
        exif=exif,
        xmp=tags.xmp or b"",
    )


class Reel(Image.Image):
    """Frames that Pillow's WebP writer asks for one after the other; only one is in memory."""

    def __init__(self, frames: Iterator[Image.Image], count: int) -> None:
        super().__init__()
        self.n_frames = count
        self._frames = frames
        self._at = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        if frame != self._at + 1:
            return  # the writer goes back to where it began, when it is done
        shown = next(self._frames)
        self._im, self._mode, self._size = shown.im, shown.mode, shown.size
        self._at = frame

    def tell(self) -> int:
        return 0
