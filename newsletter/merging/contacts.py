"""``contacts.yaml``: sample contacts by neutral field names, to try merge tags on. They are never exported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsletter.dialects import FIELD_NAME, FIELDS
from newsletter.document import Document
from newsletter.errors import InputError, Problem, Severity, UsageError, by_place, did_you_mean
from newsletter.load import Project, find_up, read
from newsletter.tree import Node

FILE = "contacts.yaml"
_EXAMPLE = "camille: {contact.email: camille@example.com, contact.firstname: Camille}"


@dataclass(frozen=True)
class Contacts:
    """The contacts of a project.

    Attributes:
        document: The file, to place problems in.
        by_name: Each contact's fields.

    """

    document: Document
    by_name: Mapping[str, Mapping[str, str]]

    def named(self, name: str) -> Mapping[str, str]:
        """The fields of one contact.

        Raises:
            UsageError: Nobody has that name.

        """
        if name not in self.by_name:
            raise UsageError(
                Problem(
                    code="unknown-contact",
                    message=f"there is no contact '{name}' in {self.document.source.name}",
                    label=did_you_mean(name, self.by_name),
                    hint=f"contacts there are {', '.join(self.by_name)}",
                )
            )
        return self.by_name[name]


def load_contacts(project: Project) -> Contacts:
    """The contacts beside an issue, or above it up to the project's root.

    Raises:
        InputError: There is no such file, or it cannot be used; all its problems are in it.

    """
    path = find_up(FILE, project.path.parent, project.root)
    if path is None:
        raise InputError(
            Problem(
                code="no-contacts",
                message=f"there is no {FILE} beside this issue or above it",
                hint=f"create one with a contact to try: {_EXAMPLE}",
            )
        )
    document = read(path, project.dialect, _EXAMPLE)
    problems = [*document.problems, *_problems(document)]
    if problems:
        raise InputError(*sorted(problems, key=by_place))
    fields = {
        name: {field: (value.value or "").strip() for field, (_, value) in (node.entries or {}).items()}
        for name, (_, node) in (document.root.entries or {}).items()
    }
    return Contacts(document, fields)


def _problems(document: Document) -> Iterator[Problem]:
    for name, (_, contact) in (document.root.entries or {}).items():
        if not re.fullmatch(r"\w[\w .@+-]{0,60}", name):
            yield document.place(
                Problem(
                    code="bad-contact-name",
                    message=f"'{name[:60]}' cannot be a contact's name",
                    hint="it becomes part of a file's name: write letters, digits, blanks, dots and hyphens",
                    loc=(name,),
                    on_key=True,
                )
            )
        if contact.entries is None:
            yield document.place(
                Problem(
                    code="wrong-value",
                    message=f"the contact '{name}' should hold fields",
                    hint=f"write them on the lines below, indented: {_EXAMPLE}",
                    loc=(name,),
                    on_key=not contact.value,
                )
            )
            continue
        for field, (_, value) in contact.entries.items():
            if problem := _field_problem(field, value):
                yield document.place(problem._replace(loc=(name, field)))


def _field_problem(field: str, value: Node) -> Problem | None:
    if not re.fullmatch(FIELD_NAME, field):
        return Problem(
            code="not-a-field-name",
            message=f"'{field}' is not a neutral name of a field",
            label=did_you_mean(field, FIELDS) or did_you_mean(f"contact.{field}", FIELDS),
            hint=f"fields are {', '.join(FIELDS)}, and your own with contact. before them",
            on_key=True,
        )
    if value.entries is not None or value.items is not None:
        return Problem(
            code="wrong-value", message=f"'{field}' should be a text", hint="write one value after the colon"
        )
    return None


def unknown_fields(contacts: Contacts, known: set[str]) -> list[Problem]:
    """A warning for each field of a contact that is neither known nor used, and so perhaps misspelt."""
    known = known | {*FIELDS}
    return [
        contacts.document.place(
            Problem(
                code="unknown-contact-field",
                severity=Severity.WARNING,
                message=f"neither the brand nor this issue knows the field '{field}'",
                label=did_you_mean(field, known),
                hint=f"fields are {', '.join(sorted(known))}; your own stand in brand.yaml under merge_fields:",
                loc=(name, field),
                on_key=True,
            )
        )
        for name, fields in contacts.by_name.items()
        for field in fields
        if field not in known
    ]
