"""Errors of the program and its surroundings. What is wrong with data is a problem, never an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from kcss_core.problems import Problem


class KcssError(Exception):
    """The root of all errors that the library raises; its text is a sentence for the user.

    Attributes:
        exit_code: What the command exits with.
    """

    exit_code: ClassVar[int] = 3


class DataError(KcssError):
    """Data are too wrong to go on.

    Attributes:
        problems: All problems found, sorted.
    """

    exit_code = 1

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class UsageError(KcssError):
    """Something was asked for that does not exist, such as a report, a figure or a format.

    Attributes:
        missing: Family and id of a record that was asked for and is not there; None for all else.
    """

    exit_code = 2

    def __init__(self, message: str, missing: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.missing = missing


class FileError(KcssError):
    """A file or folder is missing, unreadable, locked or not writable."""


class PluginError(KcssError):
    """A plugin is missing or failed.

    Attributes:
        plugin: Distribution and version at fault, or the distribution to install.
    """

    exit_code = 4

    def __init__(self, message: str, plugin: str) -> None:
        super().__init__(message)
        self.plugin = plugin
