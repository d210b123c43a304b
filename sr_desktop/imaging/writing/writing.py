"""A file that is being written while its rows are still computed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sr_desktop.errors import CannotWrite
from sr_desktop.imaging import store
from sr_desktop.imaging.picture import dtype_of
from sr_desktop.imaging.place import Place, cannot_write, shown_name
from sr_desktop.imaging.writing import encoder, vips_out
from sr_desktop.imaging.writing.feed import Broken, Pipe, StoredPng
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.form import Form
    from sr_desktop.imaging.picture import Picture, Pixels
    from sr_desktop.imaging.writing.encoder import Plan

# Below, a thread and a pipe cost more than they save: the rows are gathered and encoded at the end.
_SMALL_BYTES = 8 << 20
_BAND_BYTES = 8 << 20
_FAILURES = (OSError, Broken, vips_out.EncodingFailed)


def start(path: Path, like: Picture, form: Form, encoding: Encoding) -> Writing:
    """Begin a file of pixels of this form, with the metadata of like; missing folders are made.

    Raises CannotWrite for a size the format cannot hold and for a place that takes no file.
    """
    plan = encoder.plan(like, form, encoding)
    try:
        place = Place(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        return Writing(place, form, plan)
    except BaseException:
        place.discard()
        raise


def write(path: Path, picture: Picture, encoding: Encoding) -> tuple[str, ...]:
    """Save, replacing what is there, and tell what the format could not hold.

    Missing folders are made. Raises CannotWrite; then, and when interrupted, path is as it was.
    """
    form = picture.form
    writing = start(path, picture, form, encoding)
    rows = max(1, _BAND_BYTES // (form.bytes // form.height))
    try:
        for top in range(0, form.height, rows):
            band = slice(top, top + rows)
            alpha = picture.alpha[band] if picture.alpha is not None else None
            writing.put(picture.pixels[band], alpha)
            _release(picture)
        return writing.finish()
    except BaseException:
        writing.discard()
        raise


def _release(picture: Picture) -> None:
    store.release(picture.pixels)
    if picture.alpha is not None:
        store.release(picture.alpha)


class Writing:
    """A file in the making: put its rows from the top down, then finish it or discard it.

    One thread puts; finish and discard may be called in others. Errors are CannotWrite, after which
    nothing is left; what was at the path before stays until finish is done.
    """

    def __init__(self, place: Place, form: Form, plan: Plan) -> None:
        self._place = place
        self._form = form
        self._plan = plan
        self._rows = 0
        self._ending = threading.RLock()
        self._ended = False
        self._sink = self._sink_of(plan)

    def put(self, pixels: Pixels, alpha: Pixels | None = None) -> None:
        """The next rows: (h, W, C), and (h, W) if there is alpha, of the form's type."""
        try:
            self._check_rows(pixels, alpha)
            self._rows += len(pixels)
            self._sink.put(*self._plan.fit(pixels, alpha))
        except _FAILURES as error:
            self.discard()
            raise self._told(error) from error
        except BaseException:
            self.discard()
            raise

    def finish(self) -> tuple[str, ...]:
        """Wait for the encoder and put the file in its place; what the format could not hold."""
        try:
            with self._ending:
                if self._ended:
                    raise Broken
                if self._rows != self._form.height:
                    raise ValueError(f"{self._rows} of {self._form.height} rows were put")
                notices = self._sink.finish()
                self._place.commit()
                self._ended = True
        except _FAILURES as error:
            self.discard()
            raise self._told(error) from error
        except BaseException:
            self.discard()
            raise
        return (*self._plan.notices, *notices)

    def discard(self) -> None:
        """Leave nothing. May be called at any time, also twice, also after finish."""
        self._sink.stop()
        with self._ending:
            self._ended = True
            self._sink.join()
            self._place.discard()

    def _sink_of(self, plan: Plan) -> Sink:
        file, save_image, save_pixels = self._place.file, plan.save_image, plan.save_pixels
        if save_image is None:
            assert save_pixels is not None
            return _Gathered(plan.form, partial(save_pixels, file))
        if plan.form.bytes > _SMALL_BYTES:
            name = f"encoder of {shown_name(self._place.path)}"
            return _Piped(plan.form, partial(save_image, file), name)
        return _Gathered(
            plan.form, lambda pixels, alpha: save_image(file, vips_out.image_of(pixels, alpha))
        )

    def _check_rows(self, pixels: Pixels, alpha: Pixels | None) -> None:
        form = self._form
        if pixels.shape[1:] != (form.width, form.channels) or pixels.dtype != dtype_of(form.bits):
            raise ValueError(f"rows {pixels.shape} {pixels.dtype} for {form}")
        if (alpha is not None) != form.alpha or (
            alpha is not None and (alpha.shape, alpha.dtype) != (pixels.shape[:2], pixels.dtype)
        ):
            raise ValueError(f"alpha {None if alpha is None else alpha.shape} for {form}")
        if self._rows + len(pixels) > form.height:
            raise ValueError(f"more than {form.height} rows")

    def _told(self, error: Exception) -> CannotWrite:
        name = shown_name(self._place.path)
        if isinstance(error, OSError):
            return cannot_write(self._place.path, error)
        if isinstance(error, Broken):
            return CannotWrite(
                tr("{name} was not saved: it was given up.", name=name), tr("Start it again.")
            )
        return CannotWrite(
            tr(
                "{name} was not saved: it could not be encoded as {format}.",
                name=name,
                format=self._plan.label,
            ),
            tr("Choose another format."),
        )


class Sink(Protocol):
    """Where fitted rows go."""

    def put(self, pixels: Pixels, alpha: Pixels | None) -> None: ...

    def finish(self) -> tuple[str, ...]:
        """Encode what is not encoded yet; what was lost."""

    def stop(self) -> None:
        """Let go who waits, from any thread."""

    def join(self) -> None:
        """After stop: nothing works on the file any more."""


class _Gathered:
    """All rows, encoded at once in the thread that finishes."""

    def __init__(
        self, form: Form, save: Callable[[Pixels, Pixels | None], tuple[str, ...]]
    ) -> None:
        self._save = save
        size, dtype = (form.height, form.width), dtype_of(form.bits)
        self._pixels = store.empty((*size, form.channels), dtype)
        self._alpha = store.empty(size, dtype) if form.alpha else None
        self._rows = 0

    def put(self, pixels: Pixels, alpha: Pixels | None) -> None:
        rows = slice(self._rows, self._rows + len(pixels))
        self._pixels[rows] = pixels
        if self._alpha is not None and alpha is not None:
            self._alpha[rows] = alpha
        self._rows = rows.stop

    def finish(self) -> tuple[str, ...]:
        return self._save(self._pixels, self._alpha)

    def stop(self) -> None:
        pass

    def join(self) -> None:
        pass


class _Piped:
    """Rows are encoded by a thread as they come; few of them are in memory."""

    def __init__(self, form: Form, save: Callable[[Any], tuple[str, ...]], name: str) -> None:
        self._save = save
        self._png = StoredPng(form)
        self._pipe = Pipe()
        self._notices: tuple[str, ...] = ()
        self._error: BaseException | None = None
        self._done = self._given_up = False
        self._pipe.put(self._png.begin())
        # A daemon: a program that ends without a word to it must not hang.
        self._thread = threading.Thread(target=self._encode, name=name, daemon=True)
        self._thread.start()

    def put(self, pixels: Pixels, alpha: Pixels | None) -> None:
        try:
            for piece in self._png.rows(pixels, alpha):
                self._pipe.put(piece)
        except Broken:
            self._raise()
            raise

    def finish(self) -> tuple[str, ...]:
        try:
            self._pipe.put(self._png.end())
            self._pipe.end()
        except Broken:
            pass
        self._raise()
        return self._notices

    def stop(self) -> None:
        self._given_up = True
        self._pipe.stop()

    def join(self) -> None:
        self._thread.join()

    def _raise(self) -> None:
        """What the encoder raised; but not what it did because it was stopped."""
        self._thread.join()
        if self._given_up or not (self._done or self._error):
            raise Broken
        if self._error is not None:
            raise self._error

    def _encode(self) -> None:
        try:
            self._notices = vips_out.encode_from(self._pipe.read, self._save)
            self._done = True
        except BaseException as error:
            self._error = error
        finally:
            self._pipe.stop()
