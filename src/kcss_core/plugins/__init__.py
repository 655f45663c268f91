"""The marker of hook implementations. Imports nothing of the library, so that a plugin's module stays cheap."""

from __future__ import annotations

import pluggy

#: Entry-point group and marker name.
GROUP = "kcss_core"

hookimpl = pluggy.HookimplMarker(GROUP)
