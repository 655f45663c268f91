"""Image files: what kind they are, how large, whether they are whole. Decodes nothing."""

from __future__ import annotations

from pathlib import Path

from attrs import field, frozen


@frozen(kw_only=True)
class Image:
    """An image file that was looked at when the workspace was read; its bytes are read when it is rendered.

    **Units**: ``width`` and ``height`` in pixels.

    Attributes:
        file: Path below the workspace, for messages.
        path: Where it stands on this machine.
        media_type: ``image/png``, ``image/jpeg`` …, from the content, not from the name.
    """

    file: str
    path: Path = field(repr=False, eq=False)
    media_type: str
    width: int
    height: int
    sha256: str = ""

    def data(self) -> bytes:
        """Return the file's bytes."""
        return self.path.read_bytes()
