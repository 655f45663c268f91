"""The key with which personal numbers become digests. Keeps no number, and writes no key into a workspace."""

from __future__ import annotations

import os
from pathlib import Path

from kcss_core.errors import FileError
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.reading.persons import NumberKind

#: Names another file than the usual one.
VARIABLE = "KCSS_KEY_FILE"
_SHORTEST = 32
_HINT = "kcss same-as --make-key writes a new one where there is none; kcss same-as says where it is looked for"


def key_file() -> Path:
    """Return where the key lies, whether or not it is there: outside every workspace, for it must not go along."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path.home() / ".config" / "kcss" / "identity-key"


def read_key(file: Path, root: Path) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return the key in a file, None where there is none, and what is wrong with it.

    Args:
        root: The workspace, in which it must not lie.
    """
    if not file.is_file():
        return None, ()
    if file.resolve().is_relative_to(root.resolve()):
        message = "expected the key outside the workspace, where nobody gets it along with the records; it is not used"
        hint = f"move it, name its new place in {VARIABLE}, and make a new one if somebody may have it"
        return None, (Problem("key.in-workspace", message, Origin(file.name), hint=hint),)
    try:
        key = file.read_bytes().strip()
    except OSError as error:
        return None, (Problem("key.unreadable", f"the key cannot be read: {error.strerror}", Origin(file.name)),)
    if len(key) < _SHORTEST:
        message = f"expected a key of {_SHORTEST} letters or more, got {len(key)}; it is not used"
        return None, (Problem("key.short", message, Origin(file.name), hint=_HINT),)
    return key, ()


def make_key(file: Path) -> None:
    """Write a new key that only its owner can read.

    Raises:
        FileError: There is one already, or the file cannot be written.
    """
    import secrets

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        raise FileError(f"{file}: there is a key already; with another one all persons would get other ids") from None
    except OSError as error:
        raise FileError(f"{file}: the key cannot be written: {error.strerror}") from error


def digest(key: bytes | None, *parts: str) -> str:
    """Return a digest of what a row tells of a person; without a key it can be guessed, and must not be written down.

    **Source**: HMAC, RFC 2104, with SHA-256, cut to 80 bits.
    """
    # OpenSSL takes longer to load than all else here, and most workspaces have no sheets of persons.
    import hashlib
    import hmac

    words = "\n".join(parts).encode()
    if key is None:
        return hashlib.sha256(words).hexdigest()[:20]
    return f"k{hmac.digest(key, words, 'sha256').hex()[:20]}"


def number_digest(key: bytes, kind: NumberKind, *parts: str) -> str:
    """Return the digest of a number, with the letter of its kind."""
    return f"{kind}{digest(key, kind, *parts)[1:]}"
