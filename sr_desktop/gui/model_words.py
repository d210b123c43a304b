"""What is told of a model, in the cards of the rail and in the window of models. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sr_desktop.gui import words
from sr_desktop.gui.outlook import UNKNOWN, Outlook
from sr_desktop.language import listed, tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.model_state import Models

_DATA_SET = "Set5"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is, its value, and what that means."""

    name: str
    value: str
    tip: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that a card tells. brief is what there is room for at the side of the name."""

    purpose: str
    place: str = ""
    brief: str = ""
    is_here: bool = True
    facts: tuple[Fact, ...] = ()

    @property
    def whole(self) -> str:
        """For those who cannot see it."""
        parts = [self.purpose, self.place]
        parts += [tr("{heading}: {told}", heading=f.name, told=f.value) for f in self.facts]
        return tr(". ", meaning="between sentences").join(filter(None, parts))


def told(spec: ModelSpec, models: Models, ahead: Outlook = UNKNOWN, host: str = "") -> Told:
    """host is where a download would come from, "" where that is not known."""
    where = brief = place(spec, models)
    if spec.id in models.damaged:
        ahead = UNKNOWN
    if ahead.seconds is not None:
        brief = listed((where, words.roughly(ahead.seconds)))
    if host and spec.bytes and _is_to_get(spec, models):
        where = tr("Download {size} from {host}", size=words.size(spec.bytes), host=host)
    is_here = spec.id in models.shelf.here and spec.id not in models.damaged
    return Told(spec.shown_purpose, where, brief, is_here, (*outlook_facts(ahead), *facts(spec)))


def place(spec: ModelSpec, models: Models) -> str:
    """Where the checkpoint is: "Installed", "Download 5.5 MB", "Downloading 43%"."""
    if (download := models.coming(spec.id)) is not None:
        if not download.fraction:
            return tr("Downloading…")
        return tr("Downloading {part:.0%}", part=download.fraction)
    if spec.id in models.damaged:
        return tr("Damaged")
    if spec.id in models.shelf.here:
        return tr("Installed")
    return tr("Download {size}", size=words.size(spec.bytes)) if spec.bytes else tr("Download")


def _is_to_get(spec: ModelSpec, models: Models) -> bool:
    """Whether it is neither here, whole or damaged, nor on its way."""
    known = spec.id in models.shelf.here or spec.id in models.damaged
    return not known and models.coming(spec.id) is None


def outlook_facts(ahead: Outlook) -> tuple[Fact, ...]:
    """What the picture shown will take."""
    facts = []
    if ahead.seconds is not None:
        facts.append(
            Fact(
                tr("This picture"),
                words.about(ahead.seconds),
                tr("The time it is likely to take here, reckoned from one tile that was tried"),
            )
        )
    if ahead.peak_bytes is not None:
        facts.append(
            Fact(
                tr("Memory"),
                tr("about {size}", size=words.memory(ahead.peak_bytes)),
                tr(
                    "The most memory that the program is likely to take "
                    "while it upscales this picture"
                ),
            )
        )
    return tuple(facts)


def facts(spec: ModelSpec) -> tuple[Fact, ...]:
    """What is known of the checkpoint itself."""
    facts = []
    if (measured := spec.scores.get(_DATA_SET)) is not None:
        facts.append(
            Fact(
                _DATA_SET,
                _with_gain(measured, spec.bicubic.get(_DATA_SET)),
                tr(
                    "PSNR on the Set5 benchmark, measured by this project; in brackets the gain "
                    "over bicubic.\nThe higher, the nearer to the originals"
                ),
            )
        )
    if (stated := spec.published.get(_DATA_SET)) is not None:
        facts.append(
            Fact(
                tr("{data_set}, published", data_set=_DATA_SET),
                f"{stated:.2f} dB",
                tr(
                    "PSNR on the Set5 benchmark as the model's authors state it, not always by "
                    "the same protocol"
                ),
            )
        )
    if spec.parameters is not None:
        facts.append(
            Fact(
                tr("Parameters"),
                words.millions(spec.parameters),
                tr("How many numbers the network has learnt. The more, the slower"),
            )
        )
    if spec.bytes:
        facts.append(Fact(tr("File"), words.size(spec.bytes), tr("The size of its file")))
    return tuple(facts)


def score(spec: ModelSpec) -> str:
    """ "Set5 31.66 dB (+3.23)", measured here, with the gain over bicubic; "(Set5 38.02 dB)" as
    published; "" where neither is known.
    """
    if (measured := spec.scores.get(_DATA_SET)) is not None:
        return f"{_DATA_SET} {_with_gain(measured, spec.bicubic.get(_DATA_SET))}"
    stated = spec.published.get(_DATA_SET)
    return f"({_DATA_SET} {stated:.2f} dB)" if stated is not None else ""


def _with_gain(measured_db: float, bicubic_db: float | None) -> str:
    if bicubic_db is None:
        return f"{measured_db:.2f} dB"
    return f"{measured_db:.2f} dB ({measured_db - bicubic_db:+.2f})"
