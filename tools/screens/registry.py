"""All scenes by name, and the story that each of them comes up in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from screens import comparing, exports, manners, measuring, models, queueing, sizes, work
from screens.stage import Scenes, Stage


@dataclass(frozen=True, slots=True)
class Story:
    """Leads windows through the scenes of these names, in this order."""

    tell: Callable[[Stage], Scenes]
    scenes: tuple[str, ...]


STORIES = tuple(
    Story(told.tell, told.SCENES)
    for told in (work, comparing, queueing, sizes, models, exports, measuring, manners)
)
SCENES = tuple(name for story in STORIES for name in story.scenes)
