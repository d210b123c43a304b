"""From how a picture says it was made to the same choices again. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sr_desktop import catalogue
from sr_desktop.errors import UnknownModel, UsageError
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.size import Size
from sr_desktop.language import listed, tr

if TYPE_CHECKING:
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.shelf import Shelf
    from sr_desktop.imaging.provenance import Provenance


def words(made: Provenance) -> str:
    """ "Made by sr-desktop: PAN ×4, float32." """
    settings = made.settings
    parts = [*_model_and_size(made), made.precision]
    if settings.get("self_ensemble", made.ensemble):
        parts.append(tr("self-ensemble"))
    return tr("Made by sr-desktop: {settings}.", settings=listed(filter(None, parts)))


def _model_and_size(made: Provenance) -> list[str]:
    spec = next((spec for spec in catalogue.all_models() if spec.id == made.model), None)
    size = made.settings.get("size")
    if size is not None:
        return [spec.shown_label if spec else made.model, str(size).replace("x", "×")]
    return [f"{spec.shown_label} ×{spec.scale}" if spec else made.model]


def choices_of(made: Provenance, now: Choices, shelf: Shelf) -> Choices:
    """The choices that made it; what it does not tell, or tells in no sense, is as it is now.

    Raises UnknownModel where the catalogue and this computer know no such model.
    """
    settings = made.settings
    name, scale = _network(made, shelf)
    choices = replace(now, model=name, scale=scale, own_scale=True)
    with suppress(UsageError):
        if settings.get("size") is not None:
            size = Size.parse(str(settings["size"]))
            choices = replace(choices.with_size(size), own_scale=False, size_kind=size.kind)
    if isinstance(ensemble := settings.get("self_ensemble"), bool):
        choices = replace(choices, self_ensemble=ensemble)
    return _with_encoding(choices, settings)


def _network(made: Provenance, shelf: Shelf) -> tuple[str, int]:
    """Its name and a scale of it: by the id of the checkpoint, else by the name that is told."""
    for spec in shelf.models:
        if spec.id == made.model:
            return spec.name, spec.scale
    name, scale = made.settings.get("model"), made.settings.get("scale")
    specs = [spec for spec in shelf.models if spec.name == name]
    fitting = [spec for spec in specs if scale in (None, spec.scale)]
    if not fitting:
        raise UnknownModel(tr("There is no model {model} here.", model=made.model))
    return fitting[-1].name, fitting[-1].scale


def _with_encoding(choices: Choices, settings: Mapping[str, Any]) -> Choices:
    """Option by option: one that means nothing does not take the others with it."""
    for name in ("format", "quality", "lossless", "chroma", "compression", "bit_depth", "dpi"):
        if name not in settings or (name == "lossless" and settings[name] is None):
            continue
        with suppress(UsageError, TypeError, AttributeError):
            Encoding(**{name: settings[name]})
            choices = replace(choices, **{name: settings[name]})
    return choices
