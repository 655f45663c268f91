"""The files of a workspace that a report is made of: chapters, images, template. What is missing is told once."""

from __future__ import annotations

from collections.abc import Iterator

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.images import Image
from kcss_core.reading.workspace import Workspace
from kcss_core.report.definition import ReportDefinition
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import LANGUAGES


@frozen
class ReportFiles:
    """What a report takes from its workspace.

    Attributes:
        workspace, folder: Where the files lie; the folder is the report's, below the workspace.
        definition: What ``report.toml`` names.
        language: The one that the report is written in now.
        problems: What was found to be missing, in the order of asking.
    """

    workspace: Workspace
    folder: str
    definition: ReportDefinition
    language: str
    problems: list[Problem]

    @property
    def place(self) -> Origin:
        """Where files are named."""
        return Origin(f"{self.folder}report.toml")

    def chapters(self) -> Iterator[tuple[str, str]]:
        """Yield file and text of each chapter, in the report's language where it was written in it."""
        texts = self.workspace.texts
        # Files that are there and were reported already.
        errors = (one for one in self.workspace.problems if one.is_error)
        unreadable = {one.origin.file for one in errors if one.origin is not None}
        there = [name.removeprefix(self.folder) for name in texts if _is_chapter(name, self.folder)]
        place = self.place
        chapters = self.definition.chapters
        if "chapters" in self.definition.unread:
            # Nobody knows which, so that all are looked at.
            forms = {_in_language(name, other) for name in there for other in LANGUAGES}
            chapters = tuple(name for name in there if name not in forms)
        elif not chapters:
            hint = f"name {', '.join(there)}" if there else f"write one in {self.folder} and name it"
            self.problems.append(
                Problem("report.no-chapters", "expected a chapter, got an empty list", place.at("chapters"), hint=hint)
            )
            return
        seen: set[str] = set()
        for number, name in enumerate(chapters, start=1):
            origin = place.at(f"chapters[{number}]")
            if name in seen:
                self.problems.append(
                    Problem("report.chapter-twice", f"the chapter {name!r} is named twice", origin, hint="name it once")
                )
                continue
            seen.add(name)
            translated = _in_language(name, self.language)
            if f"{self.folder}{translated}" in texts:
                seen.add(translated)
                name = translated
            elif f"{self.folder}{name}" in unreadable:
                continue
            elif f"{self.folder}{name}" not in texts:
                hint = did_you_mean(name, there) or (
                    f"the folder holds {', '.join(there)}" if there else f"write it in {self.folder}"
                )
                self.problems.append(
                    Problem("report.missing-chapter", f"there is no chapter {name!r}", origin, hint=hint)
                )
                continue
            elif self.language != (self.definition.written_in or self.language):
                self.problems.append(
                    Problem(
                        "chapter.not-translated",
                        f"the chapter is not written in {self.language!r}",
                        Origin(f"{self.folder}{name}"),
                        Severity.WARNING,
                        hint=f"write {translated}",
                    )
                )
            yield f"{self.folder}{name}", texts[f"{self.folder}{name}"]
        named = {form for name in seen for form in (name, *(_in_language(name, other) for other in LANGUAGES))}
        for name in there:
            if name not in named:
                self.problems.append(
                    Problem(
                        "report.unused-chapter",
                        f"the report does not hold the chapter {name!r}",
                        place.at("chapters"),
                        Severity.NOTE,
                        hint="add it to chapters, or move the file elsewhere",
                    )
                )

    def check_template(self) -> None:
        """Report a house-style file that is not there."""
        template = self.definition.template
        if template is None:
            return
        path, root = (self.workspace.root / template).resolve(), self.workspace.root.resolve()
        if not (path.is_relative_to(root) and path.is_file()):
            self.problems.append(
                Problem(
                    "report.missing-template",
                    f"there is no file {template!r} below the workspace",
                    self.place.at("template"),
                    hint="put the file there, mend the path, or remove the line for the built-in house style",
                )
            )

    def image(self, file: str | None, place: Origin | None) -> Image | None:
        """Return an image of the workspace; one that is missing is left out and reported where it is named."""
        if file is None or file in self.workspace.images:
            return None if file is None else self.workspace.images[file]
        self.problems.append(
            Problem(
                "report.missing-image",
                f"there is no image {file!r}, it is left out",
                place,
                Severity.WARNING,
                hint=did_you_mean(file, self.workspace.images) or "put the file there, or mend the path",
            )
        )
        return None


def _is_chapter(file: str, folder: str) -> bool:
    return file.startswith(folder) and file.endswith(".md")


def _in_language(name: str, language: str) -> str:
    return f"{name.removesuffix('.md')}.{language}.md"
