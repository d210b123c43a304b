"""What is told of a model, in the cards of the rail and in the window of models. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from sr_desktop.catalogue import ModelSpec
from sr_desktop.gui import words
from sr_desktop.gui.model_state import Models
from sr_desktop.gui.outlook import UNKNOWN, Outlook

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
        parts += [f"{fact.name}: {fact.value}" for fact in self.facts]
        return ". ".join(part for part in parts if part)


def told(spec: ModelSpec, models: Models, ahead: Outlook = UNKNOWN, host: str = "") -> Told:
    """host is where a download would come from, "" where that is not known."""
    where = brief = place(spec, models)
    if spec.id in models.damaged:
        ahead = UNKNOWN
    if ahead.seconds is not None:
        brief = f"{where}, {words.roughly(ahead.seconds)}"
    if host and where.startswith("Download "):
        where = f"{where} from {host}"
    is_here = spec.id in models.shelf.here and spec.id not in models.damaged
    return Told(spec.purpose, where, brief, is_here, (*outlook_facts(ahead), *facts(spec)))


def place(spec: ModelSpec, models: Models) -> str:
    """Where the checkpoint is: "Installed", "Download 5.5 MB", "Downloading 43%"."""
    if (download := models.coming(spec.id)) is not None:
        return f"Downloading {download.fraction:.0%}" if download.fraction else "Downloading…"
    if spec.id in models.damaged:
        return "Damaged"
    if spec.id in models.shelf.here:
        return "Installed"
    return f"Download {words.size(spec.bytes)}" if spec.bytes else "Download"


def outlook_facts(ahead: Outlook) -> tuple[Fact, ...]:
    """What the picture shown will take."""
    facts = []
    if ahead.seconds is not None:
        facts.append(
            Fact(
                "This picture",
                words.about(ahead.seconds),
                "The time it is likely to take here, reckoned from one tile that was tried",
            )
        )
    if ahead.peak_bytes is not None:
        facts.append(
            Fact(
                "Memory",
                f"about {words.memory(ahead.peak_bytes)}",
                "The most memory that the program is likely to take while it upscales this picture",
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
                "PSNR on the Set5 benchmark, measured by this project; in brackets the gain over "
                "bicubic.\nThe higher, the nearer to the originals",
            )
        )
    if (stated := spec.published.get(_DATA_SET)) is not None:
        facts.append(
            Fact(
                f"{_DATA_SET}, published",
                f"{stated:.2f} dB",
                "PSNR on the Set5 benchmark as the model's authors state it, not always by the "
                "same protocol",
            )
        )
    if spec.parameters is not None:
        facts.append(
            Fact(
                "Parameters",
                words.millions(spec.parameters),
                "How many numbers the network has learnt. The more, the slower",
            )
        )
    if spec.bytes:
        facts.append(Fact("File", words.size(spec.bytes), "The size of its file"))
    return tuple(facts)


def score(spec: ModelSpec) -> str:
    """ "Set5 31.11 dB (+2.68)", measured here, with the gain over bicubic; "(Set5 38.02 dB)" as
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
