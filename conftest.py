"""What the tests of all distributions share: how Hypothesis runs, and where the official schemas lie."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

# No deadline: a busy machine is no bug. Derandomized: a test that passes here passes there.
hypothesis.settings.register_profile("kcss", deadline=None, derandomize=True)
hypothesis.settings.load_profile("kcss")

# Nobody's own key tells persons apart in tests.
os.environ["KCSS_KEY_FILE"] = os.devnull


@pytest.fixture(scope="session")
def schemas() -> Path:
    """Return the folder with the official schemas (ooxml/, iati-2.03/); skip where KCSS_SCHEMAS does not name one."""
    folder = os.environ.get("KCSS_SCHEMAS")
    if not folder:
        pytest.skip("KCSS_SCHEMAS is not set: the official schemas are not part of this repository")
    if not Path(folder).is_dir():
        pytest.fail(f"KCSS_SCHEMAS: expected a folder, got {folder!r}")
    return Path(folder).resolve()
