"""The directives that come with the core, one subject a module. Each is a plain function from a call to blocks."""

from __future__ import annotations

from kcss_core.builtin.directives.numbers import BREAKDOWN, TILES
from kcss_core.builtin.directives.objectives import OBJECTIVES
from kcss_core.builtin.directives.pages import CONTENTS, LEAD, NOTE, PAGE_BREAK, TABLE
from kcss_core.builtin.directives.pictures import GALLERY, PHOTO
from kcss_core.builtin.directives.records import ACTIVITIES, GOALS, NETWORKS, POLICIES, PROGRAMS, PROJECTS
from kcss_core.builtin.directives.works import PUBLICATIONS

#: All of them, by name.
DIRECTIVES = (
    ACTIVITIES,
    BREAKDOWN,
    CONTENTS,
    GALLERY,
    GOALS,
    LEAD,
    NETWORKS,
    NOTE,
    OBJECTIVES,
    PAGE_BREAK,
    PHOTO,
    POLICIES,
    PROGRAMS,
    PROJECTS,
    PUBLICATIONS,
    TABLE,
    TILES,
)
