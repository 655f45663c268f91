"""What tells an export of a form from a sheet that people write. Imports nothing heavy: every CSV file is looked at."""

from __future__ import annotations

# Two of these make an export; no sheet that people write has them.
SIGNS = frozenset(
    {
        *("_id", "_uuid", "_submission_time", "_index", "_parent_index", "_parent_table_name", "_submission__uuid"),
        *("_submission__id", "_validation_status", "_submitted_by", "__version__", "meta/instanceid"),
        *("meta-instanceid", "formhub/uuid", "key", "parent_key", "submissiondate", "submitterid", "formversion"),
    }
)
#: How many of them an export has at least.
ENOUGH = 2
_DIVIDERS = b",;\t|"


def is_export(head: bytes) -> bool:
    """Say by the beginning of a file whether it is a CSV export of Kobo or ODK: its first line is a header of one."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines()[:1]
    if not line or b"\0" in line[0]:
        return False
    # A header that holds a divider or a line break inside quotes is cut wrongly; the signs are whole all the same.
    for divider in _DIVIDERS:
        words = {cell.strip(b' "').decode("utf-8", "replace").casefold() for cell in line[0].split(bytes([divider]))}
        if len(words & SIGNS) >= ENOUGH:
            return True
    return False
