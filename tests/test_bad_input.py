"""Every fault that a workspace may have, alone and beside every other: each is told whole, and nothing follows it."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest
from attrs import field, frozen
from click.testing import CliRunner, Result

from kcss_core.cli import main
from kcss_core.origin import Origin
from kcss_core.plugins.installed import EntryPoint
from kcss_core.plugins.registry import Plugins, load_plugins
from kcss_core.problems import Problem

Files = dict[str, bytes]


def png(width: int, height: int, *, is_whole: bool = True) -> bytes:
    """Return a PNG that says it has so many pixels, perhaps without its end."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return head + b"sums" + (b"\0\0\0\0IENDsums" if is_whole else b"\0\0\1\0IDAT")


SOUND: Mapping[str, bytes] = {
    "kcss.toml": b'[workspace]\nlanguages = ["en"]\n',
    "records/organization.toml": b'[organization]\nid = "centre"\nname = "Sample Centre (fictional)"\n\n'
    b'[[programs]]\nid = "peace"\nname = "Peace"\n\n[[aggregates]]\nfigure = "meetings"\nreported = "2022"\n'
    b'value = 12\nsource = "Notebook (invented)"\n',
    "records/publications.csv": b"id,title,kind,date,programs\nfirst,First brief,policy-brief,2022-03-14,peace\n",
    "records/activities.csv": b"id,kind,start,end,programs\nforum,forum,2022-04-02,2022-04-03,peace\n",
    "records/projects.csv": b"id,title,start,programs\nopen,Open,2022,peace\n",
    "records/photographs.csv": b"id,file,alt\nhall,images/hall.png,A hall\n",
    "figures.toml": b'[[figure]]\nid = "publications"\ntitle = "Publications"\ncount = "publications"\n\n'
    b'[[figure]]\nid = "meetings"\ntitle = "Meetings"\ncount = "activities"\nwhere = { kind = "meeting" }\n',
    "statements.toml": b'[[document]]\nid = "web"\ntitle = "Website"\nperiod = "2022"\n\n[[statement]]\n'
    b'says = "twelve meetings"\nsection = "News"\nfigure = "meetings"\nvalue = 12\n',
    "images/hall.png": png(4, 3),
    "reports/annual/report.toml": b'title = "Annual report"\nperiod = "2022"\nchapters = ["a.md", "b.md"]\n',
    "reports/annual/a.md": b"# The year\n\nIn all {value}`publications` works and {value}`meetings` meetings.\n",
    "reports/annual/b.md": b"# Works\n\n:::{publications}\n:::\n",
    "reports/donor/report.toml": b'title = "For a donor"\nperiod = "2022"\nchapters = ["01.md"]\n'
    b'filter = { program = "peace" }\n',
    "reports/donor/01.md": b"# In short\n\nIn all {value}`publications[program=peace]` works.\n",
}


@frozen
class Fault:
    """Something that is wrong with a workspace.

    Attributes:
        plant: Puts it there.
        told: Its problems as ``kcss check`` tells them: severity, place, message and remedy.
        exit_code: What ``kcss check`` exits with.
        spoils: Names of faults that it takes away, because it destroys the very thing that they are about.
    """

    name: str
    plant: Callable[[Files], None]
    told: tuple[str, ...]
    exit_code: int = 1
    spoils: tuple[str, ...] = field(default=())


def add(file: str, text: str | bytes) -> Callable[[Files], None]:
    """Return what adds a text to the end of a file, or makes the file."""

    def plant(files: Files) -> None:
        files[file] = files.get(file, b"") + (text.encode() if isinstance(text, str) else text)

    return plant


def put(file: str, row: int, words: str) -> Callable[[Files], None]:
    """Return what puts a paragraph into a file, on a line that is the same whatever else is there."""

    def plant(files: Files) -> None:
        lines = files[file].decode().rstrip("\n").split("\n")
        lines += [""] * (row - 1 - len(lines)) + [words, ""]
        files[file] = "\n".join(lines).encode()

    return plant


def photograph(row: int, cells: str) -> Callable[[Files], None]:
    """Return what adds a photograph without a file, in a row that is the same whatever else is there."""
    return put("records/photographs.csv", row, f"{cells},A picture")


def broken(file: str, row: int, table: str) -> tuple[str, ...]:
    """Return what is told of a file that ends in broken TOML."""
    return (
        f"error {file}:{row}: broken TOML at the end of the file: invalid value; "
        f"mend it first: until then {table} is not read, and names that it may define are not checked",
    )


def without_manifest(files: Files) -> None:
    """Take the manifest away."""
    del files["kcss.toml"]


# In this order they are planted, so that each stands on the same line beside any other.
FAULTS = (
    Fault(
        "unknown key in the manifest",
        add("kcss.toml", 'perid = "2022"\n'),
        ("error kcss.toml:3 workspace.perid: there is no such field; did you mean 'period'?",),
    ),
    Fault(
        "broken manifest",
        put("kcss.toml", 5, "[names]\naccept = ["),
        broken("kcss.toml", 6, "the table of line 5"),
    ),
    Fault(
        "missing manifest",
        without_manifest,
        (
            "error kcss.toml: expected the file that says how all others are read, got none; "
            "put it back, or make an empty one; until then all is read as with an empty kcss.toml",
        ),
        3,
        ("unknown key in the manifest", "broken manifest"),
    ),
    Fault(
        "broken organization",
        add("records/organization.toml", "x = [\n"),
        broken("records/organization.toml", 14, "the table of line 9"),
    ),
    Fault("broken figures", add("figures.toml", "x = [\n"), broken("figures.toml", 11, "the table of line 6")),
    Fault(
        "broken report",
        add("reports/annual/report.toml", "x = [\n"),
        broken("reports/annual/report.toml", 4, "what stands before the first table"),
    ),
    Fault("broken statements", add("statements.toml", "x = [\n"), broken("statements.toml", 11, "the table of line 6")),
    Fault(
        "broken published values",
        add("reports/donor/published.toml", 'title = "For a donor"\n\n[[value]]\nfigure = [\n'),
        broken("reports/donor/published.toml", 4, "the table of line 3"),
    ),
    Fault(
        "unknown key in a report",
        add("reports/donor/report.toml", 'chaptrs = ["02.md"]\n'),
        ("error reports/donor/report.toml:5 chaptrs: there is no such field; did you mean 'chapters'?",),
    ),
    Fault(
        "undecodable list",
        add("records/institutions.csv", b"id,name\nfund,A\0B\n"),
        ("error records/institutions.csv:2: expected text, got a NUL character; delete it, or save the file as CSV UTF-8",),
    ),
    Fault(
        "broken row",
        add("records/objectives.csv", 'id,text\ngoal,"A" goal\n'),
        (
            "error records/objectives.csv:2: expected the delimiter after a closing quotation mark; the row is left "
            'out; write a quotation mark inside a quoted cell twice: ""',
        ),
    ),
    Fault(
        "broken decisions about persons",
        add("records/same-as.csv", "participant,same_as,decision\na,b,perhaps\n"),
        (
            "error records/same-as.csv:2 decision: expected one of 'same', 'different', 'open'; "
            "look into the cell: what stands there may name a person, and is not repeated",
        ),
    ),
    Fault(
        "wrong word",
        add("records/activities.csv", "second,debaet,2022-05,,\n"),
        ("error records/activities.csv:3 kind: expected a kind of activity, got 'debaet'; did you mean 'debate'?",),
    ),
    Fault("impossible date", add("records/projects.csv", "past,Past,2022-02-30,\n"), (
        "error records/projects.csv:3 start: there is no such day, got '2022-02-30'; "
        "mend it, or write as much as is known: 2022-05 or 2022",
    )),
    Fault("end before start", add("records/networks.csv", "id,name,since,until\nnet,Net,2022-05,2022-04\n"), (
        "error records/networks.csv:2 until: expected a date not before 2022-05 (since), got 2022-04; "
        "mend one of them; perhaps they are swapped",
    )),
    Fault("duplicate id", add("records/programs.csv", "id,name\nwater,Water\nwater,Waters\n"), (
        "error records/programs.csv:3 id: expected an id that is used once, got 'water', which stands also at "
        "records/programs.csv:2; give one of them another id, or delete it",
    )),
    Fault("dangling reference", add("records/media-appearances.csv", "id,outlet,date,programs\na,Radio,2022-06,peaec\n"), (
        "error records/media-appearances.csv:2 programs: expected the id of one of the programs, got 'peaec'; "
        "did you mean 'peace'?",
    )),
    Fault(
        "unknown figure",
        put("reports/annual/a.md", 5, "{value}`publicatoins` works."),
        ("error reports/annual/a.md:5: nobody defines the figure 'publicatoins'; did you mean 'publications'?",),
    ),
    Fault(
        "unknown directive",
        put("reports/annual/a.md", 7, ":::{publicatoins}\n:::"),
        ("error reports/annual/a.md:7: there is no directive 'publicatoins'; did you mean 'publications'?",),
    ),
    Fault(
        "wrong option",
        put("reports/annual/a.md", 10, ":::{publications}\n:knd: report\n:::"),
        ("error reports/annual/a.md:10: publications: there is no option 'knd'; did you mean 'kind'?",),
    ),
    Fault(
        "unknown record",
        put("reports/annual/a.md", 14, ":::{projects} opne\n:::"),
        ("error reports/annual/a.md:14: projects: expected the id of one of the projects, got 'opne'; did you mean 'open'?",),
    ),
    Fault(
        "missing picture",
        photograph(3, "gone,images/portrait.jpg"),
        (
            "warning records/photographs.csv:3 file: image 'images/portrait.jpg': there is no such file; "
            "put the file there, or mend the path",
        ),
        0,
    ),
    Fault(
        "picture outside",
        photograph(4, "secret,../secret.png"),
        (
            "error records/photographs.csv:4 file: image '../secret.png': expected a file inside the workspace, got one "
            "outside of it; copy it into the folder images/",
        ),
    ),
    Fault(
        "truncated picture",
        add("images/cut.png", png(4, 3, is_whole=False)),
        (
            "warning images/cut.png: expected a whole image, but its end is missing; copy it anew from where it came from",
        ),
        0,
    ),
    Fault(
        "huge picture",
        add("images/huge.png", png(40_000, 40_000)),
        ("warning images/huge.png: expected at most 50 million pixels, got 40000 × 40000; make it smaller",),
        0,
    ),
    Fault(
        "no picture",
        add("images/words.png", "words"),
        (
            "warning images/words.png: expected an image (PNG, JPEG, GIF, TIFF, BMP, WEBP), got something else; "
            "save the picture as JPEG or PNG",
        ),
        0,
    ),
    Fault(
        "control characters",
        put("reports/donor/01.md", 5, "A bell\x07 rings."),
        ("warning reports/donor/01.md:5: 1 control character was replaced, the first in this line; delete them",),
        0,
    ),
)
PLUGIN = (
    "warning plugin broken (kcss-broken 0.3) is not loaded: no_such_module_at_all cannot be imported: "
    "ModuleNotFoundError: No module named 'no_such_module_at_all'; update it or install it anew; "
    "-p no:broken leaves it out"
)
REFUSED = "kcss: here is a folder, expected a file; name one in it\n"


def planted(faults: Iterable[Fault], root: Path) -> Path:
    """Write the sound workspace with faults in it."""
    chosen = tuple(faults)
    files = dict(SOUND)
    for fault in FAULTS:
        if fault in chosen:
            fault.plant(files)
    for file, data in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def together() -> Iterator[tuple[Fault, ...]]:
    """Yield each fault alone, and each pair of which none spoils the other."""
    yield from ((fault,) for fault in FAULTS)
    yield from (pair for pair in combinations(FAULTS, 2) if not any(a.name in b.spoils for a, b in (pair, pair[::-1])))


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """Return the core's own plugins, loaded once."""
    return load_plugins(discover=False)


@pytest.fixture
def kcss(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, plugins: Plugins) -> Callable[..., Result]:
    """Return a function that runs the command with the core's own plugins."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kcss_core.plugins.registry.load_plugins", lambda **more: plugins)

    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], prog_name="kcss", env={"KCSS_DEBUG": None})

    return run


def told_of(result: Result) -> set[str]:
    """Return the errors and warnings that ``kcss check --format json`` tells, as faults name them."""
    found = set()
    for row in json.loads(result.stdout)["problems"]:
        origin = None if row["file"] is None else Origin(row["file"], row["sheet"], row["row"], row["part"])
        problem = Problem(row["code"], row["message"], origin, hint=row["hint"])
        if row["severity"] != "note":
            found.add(f"{row['severity']} {problem}")
    return found


def test_the_workspace_is_sound(kcss: Callable[..., Result], tmp_path: Path) -> None:
    """Without a fault nothing is told, so that whatever is told below comes from the faults."""
    result = kcss("check", planted((), tmp_path / "w"), "--format", "json")
    assert (told_of(result), result.exit_code) == (set(), 0)


def test_each_fault_alone_and_beside_every_other(kcss: Callable[..., Result], tmp_path: Path) -> None:
    """Both are told whole, with place and remedy, and nothing else: no fault hides another, and nothing follows it."""
    wrong = {}
    for number, faults in enumerate(together()):
        result = kcss("check", planted(faults, tmp_path / str(number)), "--format", "json")
        expected = {line for fault in faults for line in fault.told}, max(fault.exit_code for fault in faults)
        if isinstance(result.exception, SystemExit | None) and (told_of(result), result.exit_code) == expected:
            continue
        wrong[" and ".join(fault.name for fault in faults)] = (result.exception, result.exit_code, result.stdout)
    assert wrong == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_report_says_the_same_and_leaves_files_as_they_are(
    fault: Fault, kcss: Callable[..., Result], tmp_path: Path
) -> None:
    """``kcss report`` stops at errors with the same messages, and the file that is there keeps its bytes."""
    root = planted([fault], tmp_path / "w")
    Path("old.txt").write_bytes(b"old")
    # What is wrong with one report does not stop the other, so the one of the fault is asked for.
    id = "donor" if any("reports/donor" in line for line in fault.told) else "annual"
    result = kcss("report", root, id, "--to", "text", "-o", "old.txt")
    is_stopped = fault.exit_code > 0 and not _is_elsewhere(fault)
    assert result.exit_code == (fault.exit_code if is_stopped else 0)
    assert (Path("old.txt").read_bytes() == b"old") is is_stopped
    if is_stopped:
        assert all(line.replace(" ", ": ", 1) in result.stderr.splitlines() for line in fault.told)
        Path("here").mkdir()
        refused = kcss("report", root, id, "--to", "text", "-o", "here")
        assert (refused.exit_code, refused.stderr) == (3, result.stderr + REFUSED)


def _is_elsewhere(fault: Fault) -> bool:
    """Say whether a fault is of a file that reports do not rest on."""
    return all("statements.toml" in line or "published.toml" in line for line in fault.told)


def test_a_plugin_that_cannot_be_imported_beside_each_fault(
    kcss: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told with every fault, and the command exits with the code of plugins."""
    points = [EntryPoint("broken", "no_such_module_at_all", "kcss-broken", "0.3")]
    monkeypatch.setattr("kcss_core.plugins.installed.entry_points", lambda group: points)
    broken = load_plugins()
    monkeypatch.setattr("kcss_core.plugins.registry.load_plugins", lambda **more: broken)
    for number, fault in enumerate(FAULTS):
        result = kcss("check", planted([fault], tmp_path / str(number)), "--format", "json")
        assert (told_of(result), result.exit_code) == ({PLUGIN, *fault.told}, 4)


def test_a_folder_in_the_place_of_a_file_is_told(kcss: Callable[..., Result], tmp_path: Path) -> None:
    """A folder that is called like a file is never passed over in silence, and what a file there may say is not missed."""
    files = ("records/organization.toml", "figures.toml", "reports/donor/report.toml", "reports/annual/b.md")
    for number, file in enumerate(files):
        root = planted((), tmp_path / str(number))
        (root / file).unlink()
        (root / file).mkdir()
        result = kcss("check", root, "--format", "json")
        assert (told_of(result), result.exit_code) == (
            {
                f"error {file}: the file cannot be read: Is a directory; look whether it is a file, whether you may "
                "read it, and whether another program holds it"
            },
            1,
        )


def test_what_is_asked_for_may_stand_in_a_broken_file(kcss: Callable[..., Result], tmp_path: Path) -> None:
    """``explain`` and ``show`` do not say that a figure is not there; of another one they do."""
    root = planted([fault for fault in FAULTS if fault.name == "broken figures"], tmp_path / "w")
    told = broken("figures.toml", 11, "the table of line 6")[0].replace("error", "error:", 1)
    explained = kcss("explain", "meetings", "-w", root, "--period", "2022")
    assert (explained.exit_code, explained.stdout) == (1, "")
    assert explained.stderr == (
        f"{told}\nkcss: the figure 'meetings' may stand in what could not be read; mend that first\n"
    )
    shown = kcss("show", "tiles", "meetings", "-w", root, "--period", "2022")
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert shown.stderr == f"{told}\nkcss: tiles names what could not be read; mend that first\n"
    assert kcss("explain", "publicatons", "-w", root, "--period", "2022").exit_code == 2
    assert kcss("explain", "publications", "-w", root, "--period", "2022").exit_code == 0


def test_a_number_is_explained_beside_errors_of_its_records(kcss: Callable[..., Result], tmp_path: Path) -> None:
    """The number is told with what is wrong, and the exit code says that it may be another."""
    root = planted([fault for fault in FAULTS if fault.name == "impossible date"], tmp_path / "w")
    result = kcss("explain", "publications", "-w", root, "--period", "2022")
    assert (result.exit_code, result.stderr.count("error: ")) == (1, 1)
    assert "value:      1 publication\n" in result.stdout


def test_a_part_is_not_too_large_for_a_total_that_cannot_be_read(kcss: Callable[..., Result], tmp_path: Path) -> None:
    """Beside a broken aggregate of the total its parts are not wrong; with it whole they are."""
    files = dict(SOUND)
    total = b'[[aggregates]]\nfigure = "meetings"\nreported = "2022"\nvalue = 12\nsource = "Notebook (invented)"\n'
    part = total.replace(b"12", b"13").replace(b"[[aggregates]]", b"\n[[aggregates]]\nby.scope = \"local\"")
    for number, (text, codes) in enumerate(
        [(total, {"aggregate.exceeds-total"}), (total.replace(b"value = ", b"value "), {"toml.broken"})]
    ):
        files["records/organization.toml"] = SOUND["records/organization.toml"].partition(b"[[aggregates]]")[0]
        files["records/totals.toml"] = text + part
        root = tmp_path / str(number)
        for file, data in files.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_bytes(data)
        told = json.loads(kcss("check", root, "--format", "json").stdout)["problems"]
        assert {one["code"] for one in told if one["severity"] == "error"} == codes
