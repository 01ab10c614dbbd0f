"""The values and the merge tags of a project, each with its place: what rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.errors import Loc, Problem, nth_of
from newsletter.model.base import Value, map_values
from newsletter.model.values import Condition
from newsletter.scanning import Tag, scan

if TYPE_CHECKING:
    from newsletter.load import Project


@dataclass(frozen=True)
class Found:
    """A tag, and the text that it stands in."""

    tag: Tag
    text: str
    file: str
    loc: Loc

    def problem(self, message: str, hint: str) -> Problem:
        """A problem that points at the tag."""
        nth = nth_of(self.text, self.tag.text, self.tag.start)
        return Problem(code="", message=message, hint=hint, file=self.file, loc=self.loc, needle=self.tag.text, nth=nth)


def values_of(project: Project) -> Iterator[tuple[Value, str, Loc]]:
    """Every text of the issue and the brand, with its file and its place there."""
    for part, file in ((project.issue, "issue"), (project.brand, "brand")):
        found: list[tuple[Value, str, Loc]] = []

        def look(value: Value, loc: Loc, file: str = file, found: list[tuple[Value, str, Loc]] = found) -> Value:
            found.append((value, file, loc))
            return value

        map_values(part, look, Value)
        yield from found


def tags_of(project: Project) -> Iterator[Found]:
    """Every merge tag of the issue and the brand; conditions hold none."""
    for value, file, loc in values_of(project):
        if not isinstance(value, Condition):
            yield from (Found(tag, value, file, loc) for tag in scan(value, project.dialect)[0])
