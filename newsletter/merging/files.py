"""An issue file merged with the contacts beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsletter.compose import Message, compose_project, with_local_images
from newsletter.conditions import guard
from newsletter.errors import MergeError, Problem, Severity, nth_of
from newsletter.export import write
from newsletter.load import Project, load_project
from newsletter.merging import Merged, merge
from newsletter.merging.contacts import Contacts, load_contacts, unknown_fields
from newsletter.model.values import Condition
from newsletter.neutral import native, neutral_name
from newsletter.scanning import scan
from newsletter.walk import tags_of, values_of


@dataclass(frozen=True)
class Trial:
    """An issue, and whom to merge it for.

    Attributes:
        project: The issue, for one ESP.
        contacts: The file of contacts.
        names: Those to merge for.
        suffix: Stands after the issue's name in the names of the files, such as ``.brevo``.

    """

    project: Project
    contacts: Contacts
    names: tuple[str, ...]
    suffix: str

    @classmethod
    def of(cls, path: Path, names: tuple[str, ...], esp: str | None) -> Trial:
        """Load an issue and its contacts.

        Args:
            path: The issue file.
            names: Whom to merge for; everybody where empty.
            esp: The ESP; the brand's own where None.

        Raises:
            NewsletterError: The issue, its brand or the contacts cannot be used, or nobody has such a name.

        """
        project = load_project(path, esp)
        contacts = load_contacts(project)
        for name in names:
            contacts.named(name)
        return cls(project, contacts, tuple(dict.fromkeys(names or contacts.by_name)), f".{esp}" if esp else "")

    def exported(self, name: str) -> tuple[Merged, list[Problem]]:
        """The exported message as a contact would get it, and what is to be said about it.

        Raises:
            NewsletterError: The issue cannot be composed or merged.

        """
        return self.merged(compose_project(self.project), name)

    def merged(self, message: Message, name: str) -> tuple[Merged, list[Problem]]:
        """A message as a contact would get it, and what is to be said about it.

        Raises:
            MergeError: A tag of the message cannot be read.

        """
        try:
            merged = merge(message, self.contacts.named(name), self.project.dialect)
        except MergeError as error:
            raise MergeError(*map(self._placed, error.problems)) from None
        return merged, [*self._missing(merged, name), *self._unknown(merged)]

    def write(self, out: Path) -> Iterator[tuple[Path, Path, list[Problem]]]:
        """The HTML and text files of each contact, one by one, and the findings.

        Raises:
            NewsletterError: The issue cannot be composed or merged, or a file not written.

        """
        message = compose_project(with_local_images(self.project))
        findings = self._doubtful_fields()
        for name in self.names:
            merged, found = self.merged(message, name)
            stem = f"{self.project.path.stem}{self.suffix}.{name}"
            write(out / ".preview", {f"{stem}.html": merged.html, f"{stem}.txt": merged.text})
            yield out / ".preview" / f"{stem}.html", out / ".preview" / f"{stem}.txt", findings + found
            findings = []

    def _placed(self, problem: Problem) -> Problem:
        """The problem at the first place where the author wrote its tag; a tag of the layout or the ESP has none."""
        for value, file, loc in values_of(self.project) if problem.needle else ():
            place = problem._replace(file=file, loc=loc)
            if isinstance(value, Condition):
                tags = guard(value, self.project.dialect)
                if not isinstance(tags, Problem) and any(problem.needle in tag for tag in tags):
                    return self.project.placed(place._replace(needle=""))
                continue
            for tag in scan(value, self.project.dialect)[0]:
                if native(tag.text, self.project.dialect) == problem.needle:
                    nth = nth_of(value, tag.text, tag.start)
                    return self.project.placed(place._replace(needle=tag.text, nth=nth))
        return problem

    def _doubtful_fields(self) -> list[Problem]:
        used = {name for found in tags_of(self.project) if (name := neutral_name(found.tag.text))}
        return unknown_fields(self.contacts, used | {*self.project.brand.merge_fields})

    def _missing(self, merged: Merged, name: str) -> list[Problem]:
        return [
            self.contacts.document.place(
                Problem(
                    code="missing-contact-field",
                    severity=Severity.WARNING,
                    message=f"{name} has no {field}; it is shown as ⟦{field}⟧",
                    hint=f'add it to the contact, or a default to the tag: {{{{{field} | default("...")}}}}',
                    loc=(name,),
                    on_key=True,
                )
            )
            for field in merged.missing
        ]

    def _unknown(self, merged: Merged) -> list[Problem]:
        return [
            self._placed(
                Problem(
                    code="tag-not-merged",
                    severity=Severity.WARNING,
                    message=f"{tag[:60]} is left as it is: only {self.project.dialect.title} can tell what it becomes",
                    hint="send yourself a test from there",
                    needle=tag,
                )
            )
            for tag in merged.unknown
        ]
