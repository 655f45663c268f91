"""The readers that come with the library: TOML and CSV. Knows what the files look like, not what records mean."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve

from kcss_core.model import FAMILIES
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Raw, RawRecord, Reader, Source
from kcss_core.reading.structure import ORGANIZATION, unknown_family
from kcss_core.reading.tabular import family_of, tabulate
from kcss_core.reading.texts import decoded
from kcss_core.reading.toml import parse_toml
from kcss_core.text import did_you_mean

if TYPE_CHECKING:
    from _csv import Reader as CsvRows

# ---------------------------------------------------------------- TOML


_NO_FAMILY = "expected the name of a family of records above the fields, got another"


def read_toml(source: Source) -> Raw:
    """Return the records of a TOML file: ``[organization]`` and arrays of tables named by families."""
    problems = _unknown_options(source, ())
    if source.columns or source.values:
        problems.append(
            Problem("option.unknown", "columns and values are mapped for tables only", Origin(source.file))
        )
    text, found = decoded(source.data, source.file)
    if text is None:
        return Raw(problems=(*problems, *found))
    document, broken = parse_toml(text, source.file)
    problems += [*found, *broken]
    records: list[RawRecord] = []
    for family, tables in document.data.items():
        if family == ORGANIZATION and isinstance(tables, Mapping):
            # A table that is broken may lack what it needs, so nothing is said of what is left of it.
            if not document.is_broken(family):
                records.append(RawRecord(family, tables, document.origin(family), document.rows_below(family)))
        elif family in FAMILIES and isinstance(tables, list) and all(isinstance(t, Mapping) for t in tables):
            for number, table in enumerate(tables, 1):
                path = f"{family}[{number}]"
                if document.is_broken(path):
                    continue
                fields = {**source.constants, **table}
                records.append(RawRecord(family, fields, document.origin(path), document.rows_below(path)))
        elif family in FAMILIES or family == ORGANIZATION:
            header = f"[{family}]" if family == ORGANIZATION else f"[[{family}]]"
            problems.append(Problem("family.shape", f"expected {header} above the fields", document.origin(family)))
        elif not document.is_broken(""):
            # Where a name is the key, it may be a person's; the line tells which it is.
            place = evolve(document.origin(family), part=None)
            problems.append(evolve(unknown_family(family, place), message=_NO_FAMILY))
    return Raw(tuple(records), tuple(problems))


# ---------------------------------------------------------------- CSV

DELIMITERS = ",;\t|"
_NAMES: Mapping[str, str] = MappingProxyType({",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Before the UTF-16 ones, which they begin with.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What files of the region are written in where they are not Unicode. The detector knows dozens more, and takes short
# files for some of them.
_LIKELY = ["cp1250", "cp1252", "cp1251", "iso8859_2", "iso8859_5"]
# Enough to tell encodings apart and little enough to take no time.
_SAMPLE = 65536
_CHUNK = 512


def read_csv(source: Source) -> Raw:
    """Return the rows of a CSV file, with the encoding and delimiter that were guessed."""
    problems = _unknown_options(source, ("encoding", "delimiter"))
    origin = Origin(source.file)
    family, unknown = family_of(source)
    if family is None:
        return Raw(problems=(*problems, *unknown))
    encoding, found = _encoding(source)
    problems += found
    if encoding is None:
        return Raw(problems=tuple(problems))
    guesses = {}
    if "encoding" not in source.options and not _bom(source.data):
        guesses["encoding"] = encoding
    sample = codecs.decode(source.data[:_SAMPLE], encoding, "ignore")
    delimiter, is_stated, skipped = _delimiter(source, sample)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        hint = f"use one character, or {', '.join(_NAMES.values())}"
        wrong = Problem("option.invalid", f"expected a delimiter, got {delimiter!r}", origin, hint=hint)
        return Raw(problems=(*problems, wrong))
    if not is_stated:
        guesses["delimiter"] = _NAMES[delimiter]
    lines = io.TextIOWrapper(io.BytesIO(source.data), encoding, newline="")
    for _ in range(skipped):
        next(lines, None)
    return _read_rows(source, family, lines, delimiter, skipped, problems, guesses)


def _read_rows(
    source: Source,
    family: str,
    lines: io.TextIOWrapper,
    delimiter: str,
    skipped: int,
    problems: list[Problem],
    guesses: Mapping[str, str],
) -> Raw:
    import csv

    # strict: a quotation mark in the wrong place is an error with a row, not a cell with half the file in it.
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    header_row = 0
    try:
        while not any(cell.strip() for cell in header):
            header_row = skipped + rows.line_num + 1
            header = next(rows)
    except csv.Error as error:
        return Raw(problems=(*problems, _broken(error, source.file, header_row)))
    except StopIteration:
        return Raw(problems=(*problems, _empty(source)))
    broken: list[Problem] = []
    chunks = _chunks(rows, skipped, source.file, broken)
    table, found = tabulate(source, family, header, chunks, header_row=header_row)
    if any(problem.code == "column.twice" for problem in found):
        # Nobody can tell which column is meant, and with the wrong one every row would seem to be wrong.
        return Raw(problems=(*problems, *broken, *found), guesses=guesses)
    return Raw((table,), (*problems, *broken, *found), guesses)


def _empty(source: Source) -> Problem:
    return Problem("csv.empty", "expected a header and rows, got an empty file", Origin(source.file))


def _chunks(
    rows: CsvRows, skipped: int, file: str, problems: list[Problem]
) -> Iterator[tuple[Sequence[int], Sequence[Sequence[str]]]]:
    """Yield rows with the line on which each begins, which a cell of several lines shifts."""
    import csv

    line = skipped + rows.line_num + 1
    while True:
        chunk: list[list[str]] = []
        error: csv.Error | None = None
        try:
            # One by one into the list, so that the rows before a broken one are kept.
            chunk.extend(islice(rows, _CHUNK))
        except csv.Error as caught:
            error = caught
        after = skipped + rows.line_num + 1
        if error is None and after - line == len(chunk):
            numbers: Sequence[int] = range(line, after)
        else:
            numbers = []
            for row in chunk:
                numbers.append(line)
                line += 1 + sum(map(_breaks, row))
        yield numbers, chunk
        if error is not None:
            problems.append(_broken(error, file, line))
        elif not chunk:
            return
        line = after


def _breaks(cell: str) -> int:
    """Return how many line breaks a cell holds; CR LF is one."""
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")


def _broken(error: Exception, file: str, row: int) -> Problem:
    words = str(error)
    if "field limit" in words:
        return Problem(
            "csv.broken",
            "a cell that begins in this row has more than 131,072 letters",
            Origin(file, row=row),
            hint="shorten it, or close a quotation mark that does not end",
        )
    if "unexpected end" in words:
        return Problem(
            "csv.broken",
            "a cell that begins in this row does not end",
            Origin(file, row=row),
            hint="close its quotation mark",
        )
    return Problem(
        "csv.broken",
        "expected the delimiter after a closing quotation mark; the row is left out",
        Origin(file, row=row),
        hint='write a quotation mark inside a quoted cell twice: ""',
    )


def _delimiter(source: Source, sample: str) -> tuple[str, bool, int]:
    """Return the delimiter, whether it was stated, and how many lines come before the header."""
    import csv

    first = sample.split("\n", 1)[0].rstrip("\r")
    has_line = first.lower().startswith("sep=") and len(first) == 5
    stated = source.options.get("delimiter")
    if stated is not None:
        names = {name: mark for mark, name in _NAMES.items()}
        return names.get(str(stated), str(stated)), True, int(has_line)
    if has_line:
        return first[4], True, 1
    lines = [line for line in sample[:8192].splitlines()[:20] if line.strip()]
    present = [mark for mark in DELIMITERS if lines and mark in lines[0]]
    if len(present) < 2:
        return present[0] if present else ",", False, 0
    try:
        return csv.Sniffer().sniff("\n".join(lines), "".join(present)).delimiter, False, 0
    except csv.Error:
        return max(present, key=lines[0].count), False, 0


def _bom(data: bytes) -> str | None:
    return next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)


def _encoding(source: Source) -> tuple[str | None, list[Problem]]:
    """Return the encoding as stated, by the mark at the file's start, as UTF-8, or as detected."""
    origin = Origin(source.file)
    stated = source.options.get("encoding")
    if stated is not None:
        try:
            "".encode(str(stated))
        except LookupError:
            hint = "use utf-8, cp1250, cp1252 or cp1251"
            return None, [Problem("option.invalid", f"expected an encoding, got {stated!r}", origin, hint=hint)]
    encoding = _bom(source.data) or (None if stated is None else str(stated))
    if encoding is None and (nul := source.data.find(b"\0")) >= 0:
        return None, [
            Problem(
                "file.not-text",
                "expected text, got a NUL character",
                Origin(source.file, row=source.data.count(b"\n", 0, nul) + 1),
                hint="delete it, or save the file as CSV UTF-8",
            )
        ]
    bad = _first_bad_byte(source.data, encoding or "utf-8")
    if bad is None:
        return encoding or "utf-8", []
    row = source.data.count(b"\n", 0, bad) + 1
    if encoding is not None:
        return None, [
            Problem(
                "file.encoding",
                f"expected {encoding}, got the byte 0x{source.data[bad]:02x}",
                Origin(source.file, row=row),
                hint="state the right encoding in kcss.toml, or save the file as CSV UTF-8",
            )
        ]
    from charset_normalizer import from_bytes

    best = from_bytes(source.data[:_SAMPLE], cp_isolation=_LIKELY).best()
    guess = "cp1250" if best is None else best.encoding
    if _first_bad_byte(source.data, guess) is not None:
        guess = "cp1252" if _first_bad_byte(source.data, "cp1252") is None else "iso8859_2"
    return guess, [
        Problem(
            "file.encoding",
            f"expected UTF-8, guessed {guess}",
            Origin(source.file, row=row),
            Severity.WARNING,
            hint="look at the letters of this row and state the encoding in kcss.toml, or save the file as CSV UTF-8",
        )
    ]


def _first_bad_byte(data: bytes, encoding: str) -> int | None:
    """Return where the bytes cannot be decoded; None where they can. Decodes in pieces, so that none is kept."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    for start in range(0, len(data), 1 << 20):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + (1 << 20)].tobytes())
        except UnicodeDecodeError as error:
            return start - held + error.start
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return len(data) - 1
    return None


def _unknown_options(source: Source, known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(
            "option.unknown",
            f"the reader of {source.file.rpartition('.')[2].upper()} files has no option {name!r}",
            Origin(source.file),
            hint=did_you_mean(name, known) or (f"it has {', '.join(known)}" if known else "it has none"),
        )
        for name in source.options
        if name not in known
    ]


TOML = Reader(name="toml", suffixes=(".toml",), summary="Records as TOML tables", read=read_toml)
CSV = Reader(name="csv", suffixes=(".csv", ".tsv"), summary="Rows of one family as CSV", read=read_csv)

#: The readers of this module.
READERS: tuple[Reader, ...] = (TOML, CSV)
