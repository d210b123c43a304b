"""Which scenes are drawn, and how: those that docs/screens keeps, or all there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_SMALL, _HUGE = (1024, 700), (2560, 1440)


@dataclass(frozen=True, slots=True)
class Shot:
    """A scene in one look. size is in logical pixels, None as the story leaves it; scale_percent
    is how many device pixels these have.
    """

    scene: str
    scheme: str = "light"
    size: tuple[int, int] | None = None
    scale_percent: int = 100
    language: str = "en"

    @property
    def name(self) -> str:
        """Of its file: done-dark-1024x700-150."""
        parts = [self.scene, self.scheme]
        parts += ["x".join(map(str, self.size))] if self.size else []
        parts += [str(self.scale_percent)] if self.scale_percent != 100 else []
        parts += [self.language] if self.language != "en" else []
        return "-".join(parts)


def _both(*scenes: str) -> Iterable[Shot]:
    return (Shot(scene, scheme) for scene in scenes for scheme in ("light", "dark"))


CURATED = (
    *_both("empty", "working", "done", "failed"),
    Shot("shown"),
    Shot("done", language="zh_CN"),
    Shot("empty", "dark", _SMALL, scale_percent=150),
    Shot("done", "dark", _HUGE),
    Shot("done", size=_SMALL, scale_percent=150),
    Shot("done", "dark", _SMALL, scale_percent=200),
    *(Shot(f"view-{mode}", "dark") for mode in ("side", "lens")),
    *(Shot(f"view-{mode}", "light") for mode in ("difference", "consistency")),
    Shot("view-pixels", "dark"),
    Shot("tryout"),
    Shot("queue"),
    Shot("export-one", "dark"),
    Shot("export-ready"),
    Shot("export-report"),
    *_both("models-imported"),
    Shot("download-failed"),
    *(Shot(f"preferences{page}") for page in ("", "-downloads", "-files")),
    Shot("preferences-appearance", "dark"),
    Shot("evaluate-done"),
    Shot("reference-split", "dark"),
    Shot("shortcuts"),
    Shot("closing", "dark"),
    Shot("crash"),
)


def everything(scenes: Iterable[str]) -> tuple[Shot, ...]:
    """Each scene, light and dark, and what is kept besides."""
    return tuple(dict.fromkeys((*_both(*scenes), *CURATED)))
