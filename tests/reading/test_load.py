"""A folder becomes a workspace, with all problems of all its files."""

from __future__ import annotations

import gc
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from kcss_core.builtin.readers import READERS
from kcss_core.errors import FileError, PluginError
from kcss_core.problems import Problem
from kcss_core.reading.load import load
from kcss_core.reading.raw import Raw, Reader, Source
from kcss_core.reading.workspace import Workspace

Make = Callable[[dict[str, str | bytes]], Workspace]

ORGANIZATION = '[organization]\nid = "kcss"\nname = "KCSS"\n'

READ_IT = "look whether it is a file, whether you may read it, and whether another program holds it"
UNREAD = "is not read, and names that it may define are not checked"


def png() -> bytes:
    """Return a PNG of 4 by 3 pixels."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", 4, 3, 8, 2, 0, 0, 0)
    return head + b"sums" + b"\0\0\0\0IENDsums"


def write(root: Path, files: dict[str, str | bytes]) -> None:
    """Write the files of a workspace; a manifest and an organization are added where none is given."""
    for file, data in {"kcss.toml": "", "records/organization.toml": ORGANIZATION, **files}.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)


@pytest.fixture
def loaded(tmp_path: Path) -> Make:
    """Return a function that writes files and loads them."""

    def make(files: dict[str, str | bytes]) -> Workspace:
        write(tmp_path, files)
        return load(tmp_path, READERS)

    return make


def shown(problems: tuple[Problem, ...]) -> list[str]:
    """Return problems with their weight, but for errors."""
    return [str(problem) if problem.is_error else f"[{problem.severity}] {problem}" for problem in problems]


# ---------------------------------------------------------------- what is read


def test_a_folder_becomes_a_workspace(loaded: Make, tmp_path: Path) -> None:
    """Records, texts, images, and what was guessed, under their paths below the folder."""
    workspace = loaded(
        {
            "kcss.toml": '[workspace]\nperiod = "2022"\n',
            "records/programs.csv": "id,name\npeace,Peace\n",
            "records/2022/projects.csv": "id;title;programs\np;Project;peace\n",
            "figures.toml": "# figures\n",
            "reports/annual/report.toml": 'title = "Annual"\n',
            "reports/annual/01-introduction.md": "\ufeff# Hello\r\n",
            "reports/brief/report.toml": "",
            "reports/notes/ideas.md": "# Ideas\n",
            "images/forum.png": png(),
            "images/credits.txt": "by somebody",
            "reports/annual/cover.png": png(),
        }
    )
    assert workspace.problems == ()
    assert workspace.root == tmp_path
    assert [program.id for program in workspace.dataset.programs] == ["peace"]
    assert str(workspace.dataset.projects[0].origin) == "records/2022/projects.csv:2"
    assert dict(workspace.texts) == {
        "figures.toml": "# figures\n",
        "reports/annual/01-introduction.md": "# Hello\n",
        "reports/annual/report.toml": 'title = "Annual"\n',
        "reports/brief/report.toml": "",
        "reports/notes/ideas.md": "# Ideas\n",
    }
    assert workspace.report_ids == ("annual", "brief")
    assert list(workspace.images) == ["images/forum.png", "reports/annual/cover.png"]
    assert workspace.guesses == {
        "records/programs.csv": {"encoding": "utf-8", "delimiter": "comma"},
        "records/2022/projects.csv": {"encoding": "utf-8", "delimiter": "semicolon"},
    }


def test_what_the_manifest_says_about_a_file_is_done(loaded: Make) -> None:
    """Family, period, encoding, delimiter, columns and words, for all files of a pattern."""
    sheet = "Nr;Titulli;Lloji;id\n1;Raporti për Gjakovën;Raport;{}\n"
    workspace = loaded(
        {
            "kcss.toml": '[[source]]\nfile = "records/sheets/*.csv"\nfamily = "publications"\nreported = "2022"\n'
            'encoding = "cp1250"\ndelimiter = ";"\n'
            'columns = { "Titulli" = "title", "Lloji" = "kind", "Nr" = "" }\nvalues = { kind = { "Raport" = "report" } }\n',
            "records/sheets/may.csv": sheet.format("b1").encode("cp1250"),
            "records/sheets/june.csv": sheet.format("b2").encode("cp1250"),
            "records/sheets/~$june.csv": b"\0lock",
        }
    )
    assert workspace.problems == ()
    assert [(b.id, str(b.title), str(b.kind), str(b.reported)) for b in workspace.dataset.publications] == [
        ("b2", "Raporti për Gjakovën", "report", "2022"),
        ("b1", "Raporti për Gjakovën", "report", "2022"),
    ]
    assert workspace.guesses == {}


def test_hidden_files_and_litter_are_skipped(loaded: Make) -> None:
    """Locks of office programs, hidden files and thumbnails are no records."""
    workspace = loaded({"records/~$a.csv": "x", "records/.b.csv": "x", "records/Thumbs.db": "x", "records/.git/c.csv": "x"})
    assert workspace.problems == ()


def test_an_empty_workspace_has_an_organization(loaded: Make) -> None:
    """Nothing but an organization is a workspace."""
    workspace = loaded({})
    assert workspace.dataset.organization.id == "kcss"
    assert workspace.report_ids == ()


# ---------------------------------------------------------------- what is wrong


def test_all_problems_of_all_files_come_in_one_run(loaded: Make) -> None:
    """Manifest, records, references, texts and images, sorted by place."""
    workspace = loaded(
        {
            "kcss.toml": "[workspace]\nperod = 1\n",
            "records/activities.csv": "id,kind,scope,programs\na,conference,locl,peace\nb,meeting,,peace\n",
            "records/photographs.toml": '[[photographs]]\nid = "f"\nfile = "images/forum.png"\n',
            "records/projects.toml": "[[projects]\n",
            "reports/annual/a.md": b"# A\nGjakov\xeb\n",
            "reports/annual/b.md": "# B\x07\n",
            "images/broken.png": png()[:-2],
        }
    )
    assert shown(workspace.problems) == [
        "[warning] images/broken.png: expected a whole image, but its end is missing; "
        "copy it anew from where it came from",
        "kcss.toml:2 workspace.perod: there is no such field; did you mean 'period'?",
        "records/activities.csv:2 scope: expected one of 'local', 'national', 'regional', 'international', "
        "got 'locl'; did you mean 'local'?",
        "records/activities.csv:3 programs: expected the id of one of the programs, got 'peace'; "
        "add it to the programs, or mend the id",
        "[warning] records/photographs.toml:1 photographs[1].file: image 'images/forum.png': there is no such file; "
        "put the file there, or mend the path",
        "records/projects.toml:1: broken TOML in column 11: "
        f"expected ']]' at the end of an array declaration; mend it first: until then the table of line 1 {UNREAD}",
        "reports/annual/a.md:2: expected UTF-8, got the byte 0xeb; save the file as UTF-8",
        "[warning] reports/annual/b.md:1: 1 control character was replaced, the first in this line; delete them",
    ]
    assert list(workspace.texts) == ["reports/annual/b.md"]


def test_dangling_references_are_found_over_files(loaded: Make) -> None:
    """A reference is judged when all files are read, whichever comes first."""
    workspace = loaded(
        {
            "records/activities.csv": "id,kind,programs\na,meeting,gender\nb,meeting,peac\n",
            "records/programs.csv": "id,name\ngender,G\npeace,P\n",
        }
    )
    assert shown(workspace.problems) == [
        "records/activities.csv:3 programs: expected the id of one of the programs, got 'peac'; did you mean 'peace'?"
    ]


def test_references_to_a_file_that_cannot_be_read_are_not_judged(loaded: Make, tmp_path: Path) -> None:
    """The file's own problem is enough."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "programs.csv").symlink_to(tmp_path / "nowhere.csv")
    workspace = loaded({"records/activities.csv": "id,kind,programs\na,meeting,gender\n"})
    assert shown(workspace.problems) == [
        f"records/programs.csv: the file cannot be read: No such file or directory; {READ_IT}"
    ]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            "records/People.xlsx",
            "records/People.xlsx: no reader is installed that takes .xlsx files; "
            "install kcss-spreadsheet, or save each sheet as CSV",
        ),
        (
            "records/notes.docx",
            "[warning] records/notes.docx: expected a file of records (.csv, .toml, .tsv), got .docx; "
            "move it out of records/ if it holds none",
        ),
        (
            "records/README",
            "[warning] records/README: expected a file of records (.csv, .toml, .tsv), got no suffix; "
            "move it out of records/ if it holds none",
        ),
    ],
)
def test_a_record_file_that_no_reader_takes_is_said(loaded: Make, file: str, message: str) -> None:
    """A known format names what to install; no file is skipped in silence."""
    assert shown(loaded({file: b"x"}).problems) == [message]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            'file = "records/activites.csv"',
            "kcss.toml:1 source[1].file: expected a file, got 'records/activites.csv', which matches none; "
            "did you mean 'records/activities.csv'?",
        ),
        (
            'file = "xyz/*"',
            "kcss.toml:1 source[1].file: expected a file, got 'xyz/*', which matches none; "
            "put the file there, or delete this [[source]]",
        ),
        (
            'file = "records/**.csv"',
            "kcss.toml:1 source[1].file: expected a pattern of files: "
            "Invalid pattern: '**' can only be an entire path component",
        ),
        (
            'file = "../other/*.csv"',
            "kcss.toml:1 source[1].file: expected a path below the workspace with forward slashes, "
            "got '../other/*.csv'",
        ),
        (
            'file = "records/activities.csv"\nfamily = "activites"',
            "kcss.toml:1 source[1].family: expected the name of a family of records, got 'activites'; "
            "did you mean 'activities'?",
        ),
        (
            'file = "records/activities.csv"\nreader = "cvs"',
            "kcss.toml:1 source[1].reader: expected the name of a reader, got 'cvs'; did you mean 'csv'?",
        ),
        (
            'file = "records/activities.csv"\n[[source]]\nfile = "records/*.csv"',
            "kcss.toml:3 source[2]: expected one [[source]] for records/activities.csv, got a second; "
            "the first is kcss.toml:1 source[1]",
        ),
    ],
)
def test_a_source_that_cannot_be_followed_is_said(loaded: Make, rule: str, message: str) -> None:
    """What the manifest says about files is checked before any is read."""
    workspace = loaded({"kcss.toml": f"[[source]]\n{rule}\n", "records/activities.csv": "id,kind\na,meeting\n"})
    assert shown(workspace.problems) == [message]


def test_images_that_records_name_are_looked_at(loaded: Make) -> None:
    """Wherever they stand in the workspace; a missing one is a warning at the record that names it."""
    workspace = loaded(
        {
            "records/organization.toml": ORGANIZATION + 'logo = "brand/logo.png"\n',
            "records/publications.csv": "id,title,cover\nb1,B,covers/b1.png\nb2,B,covers/b3.png\nb3,B,../x.png\n",
            "brand/logo.png": png(),
            "covers/b1.png": png(),
        }
    )
    assert list(workspace.images) == ["brand/logo.png", "covers/b1.png"]
    assert shown(workspace.problems) == [
        "[warning] records/publications.csv:3 cover: image 'covers/b3.png': there is no such file; "
        "did you mean 'covers/b1.png'?",
        "records/publications.csv:4 cover: image '../x.png': expected a file inside the workspace, "
        "got one outside of it; copy it into the folder images/",
    ]


def test_a_drawing_that_no_exporter_can_place_is_said(loaded: Make) -> None:
    """A drawing among the images would silently be missing from the report."""
    assert shown(loaded({"images/map.svg": "<svg/>"}).problems) == [
        "[warning] images/map.svg: expected an image (PNG, JPEG, GIF, TIFF, BMP, WEBP), got SVG; export it as a large PNG"
    ]


# ---------------------------------------------------------------- what stops


def test_a_missing_folder_is_an_error_of_the_surroundings(tmp_path: Path) -> None:
    """The message names the folder and what to do."""
    with pytest.raises(FileError) as caught:
        load(tmp_path / "nowhere", READERS)
    assert str(caught.value) == (
        f"{tmp_path / 'nowhere'}: there is no such folder; name the folder that holds kcss.toml"
    )


def test_a_missing_manifest_is_an_error_of_the_surroundings(tmp_path: Path) -> None:
    """A folder without manifest is no workspace, so nothing in it is read."""
    with pytest.raises(FileError) as caught:
        load(tmp_path, READERS)
    assert str(caught.value) == (
        f"{tmp_path}: expected a workspace, got a folder without kcss.toml; "
        "name another folder, or make kcss.toml in this one (an empty file will do)"
    )


def test_without_an_organization_everything_else_is_read(loaded: Make) -> None:
    """Something stands in for it, and everything that was found is told."""
    workspace = loaded(
        {
            "records/organization.toml": '[organization]\nid = "k"\n',
            "records/activities.csv": "id,kind\na,\n",
            "figures.toml": "# figures",
            "reports/a/a.md": b"\xff",
        },
    )
    assert list(workspace.texts) == ["figures.toml"]
    assert shown(workspace.problems) == [
        "records/activities.csv:2 kind: a value is required, got nothing",
        "records/organization.toml:1 organization.name: a value is required, got nothing",
        "reports/a/a.md:1: expected UTF-8, got the byte 0xff; save the file as UTF-8",
    ]


def test_of_a_broken_manifest_the_rest_holds(loaded: Make) -> None:
    """Own kinds in a broken table are known by name; a [[source]] that is broken leaves its files unread, and says so."""
    manifest = (
        '[workspace]\nperiod = "2022"\n\n[kinds]\nown = "meeting"\nother = = "meeting"\n\n'
        '[[source]]\nfile = "records/sheet.csv"\nfamily = "publications"\ncolumns = { "Titulli" = "title" }\n\n'
        '[[source]]\nfile = "records/second.csv"\nfamily = "publications\ncolumns = { "Emri" = "title" }\n'
    )
    workspace = loaded(
        {
            "kcss.toml": manifest,
            "records/sheet.csv": "id,Titulli,date\na,A,2022-13\n",
            "records/second.csv": "id,Emri\nb,B\n",
            "records/activities.toml": '[[activities]]\nid = "x"\nkind = "own"\n'
            '[[activities]]\nid = "y"\nkind = "other"\n[[activities]]\nid = "z"\nkind = "meetin"\n',
        }
    )
    assert str(workspace.manifest.workspace.period) == "2022"
    assert shown(workspace.problems) == [
        "kcss.toml:6: broken TOML in column 9: invalid value; "
        "mend it first: until then the table of line 4 and 1 more are not read, and names that they may define are not "
        "checked",
        "records/activities.toml:9 activities[3].kind: expected a kind of activity, got 'meetin'; "
        "did you mean 'meeting'?",
        "[note] records/second.csv: the file is left unread, because what kcss.toml says of reading it is wrong or cannot "
        "be read; "
        "mend kcss.toml first",
        "records/sheet.csv:2 date: there is no such month, got '2022-13'; "
        "mend it, or write as much as is known: 2022-05 or 2022",
    ]


def test_files_of_a_wrong_source_are_left_unread(loaded: Make) -> None:
    """By the defaults, every row of theirs would seem to be wrong; what names their records is not blamed."""
    workspace = loaded(
        {
            "kcss.toml": '[[source]]\nfile = "records/sheet.csv"\nfamily = "programs"\nencodin = "utf-8"\n',
            "records/sheet.csv": "id,Emri\npeace,B\n",
            "records/projects.csv": "id,title,programs\np,P,peace\nq,Q,pace\n",
        }
    )
    assert shown(workspace.problems) == [
        "kcss.toml:4 source[1].encodin: there is no such field; did you mean 'encoding'?",
        "records/projects.csv:3 programs: expected the id of one of the programs, got 'pace'; "
        "add it to the programs, or mend the id",
        "[note] records/sheet.csv: the file is left unread, because what kcss.toml says of reading it is wrong or cannot "
        "be read; "
        "mend kcss.toml first",
    ]


def test_a_workspace_without_its_manifest_is_read_by_the_defaults(tmp_path: Path) -> None:
    """It is an error, and told with everything else; a manifest that is no file leaves all tables unread."""
    write(tmp_path, {"records/programs.csv": "id,name,started\na,A,soon\n"})
    (tmp_path / "kcss.toml").unlink()
    assert shown(load(tmp_path, READERS).problems) == [
        "kcss.toml: expected the file that says how all others are read, got none; "
        "put it back, or make an empty one; until then all is read as with an empty kcss.toml",
        "records/programs.csv:2 started: expected a date such as 2022-05-31, 2022-05 or 2022, got 'soon'",
    ]
    (tmp_path / "kcss.toml").mkdir()
    assert shown(load(tmp_path, READERS).problems) == [
        f"kcss.toml: the file cannot be read: Is a directory; {READ_IT}",
        "[note] records/programs.csv: the file is left unread, because what kcss.toml says of reading it is wrong or cannot "
        "be read; "
        "mend kcss.toml first",
    ]


def test_one_source_may_name_several_files(loaded: Make) -> None:
    """A list of files shares what one [[source]] says; a file that is missing is named."""
    workspace = loaded(
        {
            "kcss.toml": '[[source]]\nfile = ["records/projects.csv", "records/2*.csv", "records/none.csv"]\n'
            'family = "projects"\nreported = "2022"\n',
            "records/projects.csv": "id,title\na,A\n",
            "records/2022.csv": "id,title\nb,B\n",
        }
    )
    assert [(project.id, str(project.reported)) for project in workspace.dataset.projects] == [
        ("b", "2022"),
        ("a", "2022"),
    ]
    assert shown(workspace.problems) == [
        "kcss.toml:1 source[1].file: expected a file, got 'records/none.csv', which matches none; "
        "did you mean 'records/projects.csv'?"
    ]


def test_a_broken_file_is_not_blamed_for_a_missing_organization_twice(loaded: Make) -> None:
    """Where the file that may hold the organization is broken, only that is said."""
    assert shown(loaded({"records/organization.toml": "[organization\n"}).problems) == [
        "records/organization.toml:1: broken TOML in column 14: expected ']' at the end of a table declaration; "
        f"mend it first: until then the table of line 1 {UNREAD}"
    ]


def test_what_a_broken_file_may_hold_is_not_missing(loaded: Make) -> None:
    """References to what it names are not judged, as long as it cannot be read; what it does not name is missing."""
    workspace = loaded(
        {
            "records/programs.csv": 'id,name\npeace,"Peace" and more\n',
            "records/institutions.csv": b"id,name\nfund,\xff\x00\n",
            "records/projects.csv": "id,title,programs,partners\np,P,peace,fund\nq,Q,pace,fond\n",
        }
    )
    assert shown(workspace.problems) == [
        "records/institutions.csv:2: expected text, got a NUL character; delete it, or save the file as CSV UTF-8",
        "records/programs.csv:2: expected the delimiter after a closing quotation mark; the row is left out; "
        'write a quotation mark inside a quoted cell twice: ""',
        "records/projects.csv:3 programs: expected the id of one of the programs, got 'pace'; "
        "add it to the programs, or mend the id",
    ]


def test_the_garbage_collector_runs_again_afterwards(loaded: Make) -> None:
    """It is paused while records are made, and only then; who paused it before keeps it paused."""
    loaded({})
    assert gc.isenabled()
    gc.disable()
    try:
        loaded({})
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_reader_that_fails_is_a_problem_of_its_file(tmp_path: Path) -> None:
    """The plugin and the file are named, and what is wrong with the other files is told all the same."""

    def fail(source: Source) -> Raw:
        raise PluginError("plugin extra: reader 'odd' failed", "extra")

    files: dict[str, str | bytes] = {"records/a.odd": "x", "records/publications.csv": "id,title,kind\nx,X,manuel\n"}
    write(tmp_path, files)
    workspace = load(tmp_path, [*READERS, Reader(name="odd", summary="Odd files.", suffixes=(".odd",), read=fail)])
    assert [(problem.code, problem.origin.file) for problem in workspace.problems if problem.origin is not None] == [
        ("plugin.failed", "records/a.odd"),
        ("field.invalid", "records/publications.csv"),
    ]


@pytest.mark.parametrize(
    ("file", "text", "messages"),
    [
        (
            "participants.csv",
            "n1,Zamira Quetzal,Zamira Quetzal\nn2,Adnor Xhyx,woman\n",
            ["records/participants.csv:1 column C: expected this column once, got it twice"],
        ),
        (
            "participants.csv",
            "id,gendr,Zamira Quetzal\nn1,woman,x\n",
            [
                "records/participants.csv:1 column B: no field of participants has this name; did you mean 'gender'? "
                'Else map it in kcss.toml, columns = { "its header" = "field" }, or to "" to leave it out',
                "records/participants.csv:1 column C: no field of participants has this name; "
                'map it in kcss.toml, columns = { "its header" = "field" }, or to "" to leave it out; '
                "the fields are id, gender, affiliation, municipality, country, age_group, birth_year, name",
            ],
        ),
        (
            "people.toml",
            '[[participants]]\nid = "n1"\n"Zamira Quetzal" = "woman"\n["Zamira Quetzal"]\n[[participants]]\n'
            'id = "n2"\ngender = "Zamira"\n',
            [
                "records/people.toml:3 participants[1]: there is no such field; "
                "the fields are id, gender, affiliation, municipality, country, age_group, birth_year, name",
                "records/people.toml:4: expected the name of a family of records above the fields, got another; "
                "the families are organization, programs, institutions, networks, policies, objectives, staff, "
                "projects, photographs, activities, participants, participations, same-as, head-counts, publications, "
                "media-appearances, aggregates",
                "records/people.toml:7 participants[2].gender: "
                "expected one of 'woman', 'man', 'non-binary', 'undisclosed'; "
                "look into the cell: what stands there may name a person, and is not repeated",
            ],
        ),
        (
            "participations.csv",
            "participant,activity\nZamira,Zamira Quetzal\n",
            [
                "records/participations.csv:2 activity: expected the id of one of the activities; "
                "add it to the activities, or mend the id",
                "records/participations.csv:2 participant: expected the id of one of the participants; "
                "add it to the participants, or mend the id",
            ],
        ),
        (
            "head-counts.csv",
            "activity,women\nZamira Quetzal,3\nZamira,Zamira Quetzal\n",
            [
                "records/head-counts.csv:2 activity: expected the id of one of the activities; "
                "add it to the activities, or mend the id",
                "records/head-counts.csv:3 women: expected a whole number, 0 or more; "
                "look into the cell: what stands there may name a person, and is not repeated",
            ],
        ),
    ],
    ids=["no header", "unknown headers", "TOML", "references", "head counts"],
)
def test_names_of_persons_are_not_repeated(loaded: Make, file: str, text: str, messages: list[str]) -> None:
    """Wherever a name stands in a list of persons, a message tells the place and leaves the name out."""
    assert shown(loaded({f"records/{file}": text}).problems) == messages


def test_a_text_in_utf_16_is_named(loaded: Make) -> None:
    """What Windows calls Unicode is said by its name, and not by its first byte."""
    workspace = loaded({"figures.toml": "# figures".encode("utf-16")})
    assert shown(workspace.problems) == [
        "figures.toml: expected UTF-8, got UTF-16; save the file as UTF-8; in an editor of Windows choose it under Save as"
    ]


def test_where_an_id_is_broken_any_record_may_be_meant(loaded: Make) -> None:
    """Nobody knows which id it was, so no reference to the family is judged."""
    workspace = loaded(
        {
            "records/programs.toml": '[[programs]]\nid = "peace\nname = "Peace"\n',
            "records/projects.csv": "id,title,programs\np,P,pace\n",
        }
    )
    assert [problem.code for problem in workspace.problems] == ["toml.broken"]


def test_a_source_or_kind_may_be_broken_in_its_header_or_its_file(loaded: Make) -> None:
    """A table whose name is broken may be any; of a file of which only the beginning is left nobody knows how to read it."""
    workspace = loaded(
        {
            "kcss.toml": '[kin\nown "meeting"\n\n[[source]]\nfile = ["records/a.csv",\n"records/agg\n]\nreported = "2022"\n',
            "records/activities.toml": '[[activities]]\nid = "x"\nkind = "own"\n',
            "records/aggregates.toml": '[[aggregates]]\nfigure = "f"\nvalue = 1\nsource = "S"\n',
        }
    )
    assert [(problem.code, problem.origin.file) for problem in workspace.problems if problem.origin] == [
        ("toml.broken", "kcss.toml"),
        ("source.unread", "records/aggregates.toml"),
    ]
