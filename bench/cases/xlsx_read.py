"""Reading a workbook: ``xlsx_read.py FILE calamine`` takes its cells, ``kcss`` makes raw tables of participations.

The reader finds headers, checks roles and answers, codes the columns and keeps the row of each participation.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

file, engine = Path(sys.argv[1]), sys.argv[2]
if engine == "calamine":
    from python_calamine import CalamineWorkbook

    started = time.perf_counter()
    rows = len(CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()) - 1
else:
    from kcss_core import Source
    from kcss_spreadsheet.reader import read_workbook

    started = time.perf_counter()
    raw = read_workbook(Source(file=file.name, data=file.read_bytes()))
    assert not raw.problems, raw.problems
    rows = sum(len(table.rows) for table in raw.records if table.family == "participations")
print(json.dumps({"work": time.perf_counter() - started, "check": f"{rows} rows"}))
