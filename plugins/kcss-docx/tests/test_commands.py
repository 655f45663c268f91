"""``kcss docx`` as an officer types it: what is printed, where, and what the command ends with."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kcss_core.cli import main
from kcss_docx.package import archive
from kcss_docx.statuses import MEANINGS, Status

from .lint import faults_of_parts, parts_of
from .schema import invalid

KCSS = """\
[workspace]
period = "2022"
languages = ["en"]
"""
ORGANIZATION = """\
[organization]
id = "centre"
name = "Sample Centre"
country = "XK"
"""
FIGURES = """\
[[figure]]
id = "publications"
title = { en = "Publications" }
count = "publications"
headline = true
"""
PUBLICATIONS = "id,title,date\na,One,2022\nb,Two,2022\nc,Three,2022\n"
REPORT = """\
title = "Annual report"
chapters = ["results.md"]
"""
CHAPTER = "# Results\n\nThe centre published {value}`publications` reports.\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with one report, ``annual``, written once for all tests."""
    root = tmp_path_factory.mktemp("workspace")
    for name, text in {
        "kcss.toml": KCSS,
        "records/organization.toml": ORGANIZATION,
        "figures.toml": FIGURES,
        "records/publications.csv": PUBLICATIONS,
        "reports/annual/report.toml": REPORT,
        "reports/annual/results.md": CHAPTER,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    kcss("report", str(root), "annual", "-o", str(root / "annual.docx"))
    return root


@pytest.fixture
def here(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the workspace, which is the current folder."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kcss(*words: str, code: int = 0) -> tuple[str, str]:
    """Run a command, and return what it prints on stdout and stderr."""
    done = CliRunner().invoke(main, words)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def publish(here: Path, *titles: str) -> None:
    """Record other publications."""
    rows = "".join(f"p{number},{title},2022\n" for number, title in enumerate(titles))
    (here / "records/publications.csv").write_text(f"id,title,date\n{rows}")


def test_the_guide_lists_every_status():
    """With its meaning, as it is printed, and in the same order."""
    page = (Path(__file__).parents[3] / "docs/guides/word.md").read_text(encoding="utf-8")
    table = page.partition("| status | meaning |")[2].partition("\n\n")[0].splitlines()[2:]
    assert [tuple(row.split(" | ")[:2]) for row in table] == [(f"| {one}", MEANINGS[one]) for one in Status]


def test_a_fresh_document_is_up_to_date(here):
    """Nothing is listed, one line sums up, and the command ends with 0."""
    assert kcss("docx", "audit", "annual.docx") == ("", "kcss: 1 place: 1 up to date\n")


def test_a_stale_number_is_listed_with_both_sides(here):
    """What stands there, what the records say, and what the status means."""
    publish(here, "One")
    out, err = kcss("docx", "audit", "annual.docx", code=1)
    assert out == (
        "status  under    value         printed  shows  records say  note\n"
        "------  -------  ------------  -------  -----  -----------  ----\n"
        "stale   Results  Publications  3        3      1\n"
        "\n"
        "stale: nobody touched it, and the records have changed\n"
    )
    assert err == "kcss: 1 place: 1 stale\n"


def test_every_place_can_be_listed_as_json_and_csv(here):
    """Programs and spreadsheets get all places."""
    out, _ = kcss("docx", "audit", "annual.docx", "--format", "json")
    assert json.loads(out) == {
        "schema_version": 1,
        "document": "annual.docx",
        "counts": {"up to date": 1},
        "findings": [
            {
                "status": "up to date",
                "kind": "value",
                "label": "Publications",
                "address": "publications@2022",
                "heading": "Results",
                "printed": "3",
                "shown": "3",
                "now": "3",
                "note": "",
            }
        ],
    }
    kcss("docx", "audit", "annual.docx", "--format", "csv", "-o", "list.csv")
    assert (here / "list.csv").read_text("utf-8-sig").splitlines() == [
        "status,kind,label,address,heading,printed,shown,now,note",
        "up to date,value,Publications,publications@2022,Results,3,3,3,",
    ]


def test_doubtful_places_become_comments(here, schemas):
    """The copy has a comment that says both sides; the document itself is as it was."""
    before = (here / "annual.docx").read_bytes()
    publish(here, "One")
    _, err = kcss("docx", "audit", "annual.docx", "--comment", "copy.docx", code=1)
    assert err == "kcss: copy.docx: 1 comment\nkcss: 1 place: 1 stale\n"
    assert (here / "annual.docx").read_bytes() == before
    copy = parts_of((here / "copy.docx").read_bytes())
    assert (
        "Publications: stale (nobody touched it, and the records have changed). The records say 1."
        in copy["word/comments.xml"].decode()
    )
    assert faults_of_parts(copy) == []
    assert invalid((here / "copy.docx").read_bytes(), schemas) == []


def test_a_refresh_lists_what_it_did(here):
    """The new file says what the records say, and the old one is as it was."""
    before = (here / "annual.docx").read_bytes()
    publish(here, "One")
    out, err = kcss("docx", "refresh", "annual.docx", "-o", "new.docx")
    assert out == (
        "done       under    what          was  now\n"
        "---------  -------  ------------  ---  ---\n"
        "refreshed  Results  Publications  3    1\n"
    )
    assert err == "kcss: new.docx: 1 change\n"
    assert (here / "annual.docx").read_bytes() == before
    assert kcss("docx", "audit", "new.docx") == ("", "kcss: 1 place: 1 up to date\n")


def test_a_refresh_overwrites_nothing(here):
    """A file that is there may hold what people wrote."""
    _, err = kcss("docx", "refresh", "annual.docx", "-o", "annual.docx", code=3)
    assert err == "kcss: annual.docx exists already, and may hold what people wrote; name another file\n"


@pytest.mark.parametrize("command", [("audit", "annual.docx", "--all"), ("remember", "annual.docx"), ("audit", "annual.docx", "--comment", "new.docx")])
def test_no_list_and_no_side_file_takes_the_place_of_a_document(here, command):
    """Who names the document with -o loses nothing, and nothing else is written."""
    before = (here / "annual.docx").read_bytes()
    out, err = kcss("docx", *command, "-o", "annual.docx", code=3)
    assert (out, err) == ("", "kcss: annual.docx exists already, and may hold what people wrote; name another file\n")
    assert (here / "annual.docx").read_bytes() == before
    assert not (here / "new.docx").exists()


def test_a_list_takes_the_place_of_an_earlier_one(here):
    """An audit that is repeated writes to where it wrote before."""
    for _ in range(2):
        out, _ = kcss("docx", "audit", "annual.docx", "--format", "csv", "-o", "places.csv")
        assert out == "places.csv\n"


def renamed(here):
    (here / "figures.toml").write_text(FIGURES.replace('"publications"\ntitle', '"publications.all"\ntitle'))
    (here / "reports/annual/results.md").write_text(CHAPTER.replace("`publications`", "`publications.all`"))


def test_a_figure_that_was_renamed_is_named(here):
    """Its places stay as they are, and the audit says what it was and what it may be now."""
    renamed(here)
    out, _ = kcss("docx", "audit", "annual.docx", "--format", "json", code=1)
    (found,) = json.loads(out)["findings"]
    assert (found["status"], found["label"], found["shown"], found["now"]) == ("unknown", "Publications", "3", "")
    assert found["note"] == "nobody defines the figure 'publications'; did you mean 'publications.all'?"
    kcss("docx", "refresh", "annual.docx", "-o", "new.docx")
    assert parts_of((here / "new.docx").read_bytes()) == parts_of((here / "annual.docx").read_bytes())


def without_format(part: bytes) -> bytes:
    start, end = part.index(b"<f:document>"), part.index(b"</f:document>")
    return part[:start] + part[end + len(b"</f:document>") :]


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (lambda data: b"no document", 3, "f.docx: expected a Word document (.docx), got something else; open it in Word and save it as .docx"),
        (lambda data: data[:-400], 3, "f.docx: the file is broken or not complete; copy it again from where it came from"),
        (
            lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            3,
            "f.docx: the file has a password; open it in Word, take the password away and save it",
        ),
        (
            lambda data: archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
            3,
            "f.docx: expected a Word document (.docx or .dotx), got an OpenDocument file; open it in Word and save it as .docx",
        ),
        (
            lambda data: archive({**(parts := parts_of(data)), "customXml/item1.xml": without_format(parts["customXml/item1.xml"])}),
            3,
            "f.docx: the document was written by an older kcss-docx: expected format 2, got 1; write the report anew with "
            "kcss report and carry the edits over",
        ),
        (
            lambda data: archive({**(parts := parts_of(data)), "customXml/item1.xml": parts["customXml/item1.xml"].replace(b"<f:format>2", b"<f:format>9")}),
            3,
            "f.docx: the document was written by a newer kcss-docx: expected format 2, got 9; install the version that wrote it",
        ),
        (
            lambda data: archive({**(parts := parts_of(data)), "customXml/item1.xml": parts["customXml/item1.xml"].replace(b"<f:n>1", b"<f:n>one")}),
            3,
            "f.docx: what the document keeps of its values is damaged: invalid literal for int() with base 10: 'one'; take an "
            "earlier copy, or write the report anew",
        ),
        (
            lambda data: archive({**(parts := parts_of(data)), "customXml/item1.xml": parts["customXml/item1.xml"].replace(b">annual<", b">anual<")}),
            2,
            "f.docx: the document is the report 'anual' of centre, which . does not have; did you mean 'annual'?; give the "
            "workspace that it was written from",
        ),
        (
            lambda data: archive({**(parts := parts_of(data)), "customXml/item1.xml": parts["customXml/item1.xml"].replace(b">centre<", b">other<")}),
            2,
            "f.docx: the document is of the organization 'other', and . holds the records of 'centre'; give the workspace that "
            "it was written from",
        ),
        (
            lambda data: archive({**(parts := parts_of(data)), "word/document.xml": b'<!DOCTYPE x [<!ENTITY e "1">]>' + parts["word/document.xml"]}),
            3,
            "f.docx: the part 'word/document.xml' declares a document type, which no program for documents writes; ask who sent it",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [("audit",), ("refresh", "-o", "new.docx")])
def test_bad_input_is_said_in_one_line(here, change, code, message, command):
    """The document is as it was, nothing is written, and the message says what to do."""
    bad = change((here / "annual.docx").read_bytes())
    (here / "f.docx").write_bytes(bad)
    out, err = kcss("docx", command[0], "f.docx", ".", *command[1:], code=code)
    assert (out, err) == ("", f"kcss: {message}\n")
    assert (here / "f.docx").read_bytes() == bad
    assert not (here / "new.docx").exists()


def stripped(here: Path) -> None:
    """Write ``plain.docx``: the words of the report and nothing else, as another program leaves them."""
    parts = parts_of((here / "annual.docx").read_bytes())
    text = parts["word/document.xml"].decode()
    for pattern in (r"<w:sdtPr>(?:(?!</w:sdtPr>).)*</w:sdtPr>", r"</?w:sdt(?:Content)?>", r"<w:bookmark(?:Start|End) [^>]*/>"):
        text = re.sub(pattern, "", text)
    kept = {name: part for name, part in parts.items() if not name.startswith("customXml")}
    (here / "plain.docx").write_bytes(archive({**kept, "word/document.xml": text.encode()}))


def test_a_side_file_tells_where_numbers_were(here):
    """Places that another program has stripped are proposed, with what was printed there; refreshing writes nothing."""
    assert kcss("docx", "remember", "annual.docx") == ("annual.places.json\n", "")
    stripped(here)
    publish(here, "One")
    out, err = kcss("docx", "audit", "plain.docx", "--beside", "annual.places.json", code=1)
    assert out.splitlines()[2].split() == ["proposal", "Results", "Publications", "3", "3", "1", "seems", "stale"]
    assert err == "kcss: 1 place: 1 proposal\n"
    _, err = kcss("docx", "refresh", "plain.docx", "-o", "new.docx", "--report", "annual")
    assert err == "kcss: new.docx: 0 changes; left for you: 1 proposal\n"


def test_a_document_without_values_is_refused(here):
    """Any Word document may be named by mistake; one that was stripped needs to be told apart."""
    stripped(here)
    for command in (("audit",), ("refresh", "-o", "new.docx")):
        _, err = kcss("docx", command[0], "plain.docx", *command[1:], code=3)
        assert err == (
            "kcss: plain.docx: the document holds no living values; if another program has stripped them, say of which "
            "report it is with --report ID, and where its side file is with --beside\n"
        )


def test_something_else_than_a_side_file_is_refused(here):
    """The message says what writes one."""
    (here / "wrong.json").write_text("{}")
    _, err = kcss("docx", "audit", "annual.docx", "--beside", "wrong.json", code=3)
    assert err == "kcss: wrong.json: expected a side file, which kcss docx remember writes, got something else; name the file that it wrote\n"


def test_a_document_that_is_not_there_is_named(here):
    """No traceback for a slip of the keyboard."""
    _, err = kcss("docx", "audit", "anual.docx", code=3)
    assert err == "kcss: anual.docx: expected a Word document (.docx), got none: No such file or directory\n"


def test_errors_in_the_records_stop_the_comparison(here):
    """Numbers of half the records would be wrong."""
    (here / "records/publications.csv").write_text("id,title,date\na,One,someday\n")
    _, err = kcss("docx", "audit", "annual.docx", code=1)
    assert err.endswith("kcss: annual.docx was not compared: 1 error; kcss check shows all\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "x.docx", "--comment", "./x.docx"), "x.docx: -o and --comment name the same file; name two"),
        (("-o", "s.json", "--beside", "s.json"), "s.json: -o and --beside name the same file; name two"),
    ],
)
def test_two_options_that_name_one_file_are_refused(here, options, message):
    """What one of them says would be lost: nothing is written."""
    (here / "s.json").write_text("{}")
    assert kcss("docx", "audit", "annual.docx", *options, code=2) == ("", f"kcss: {message}\n")
    assert not (here / "x.docx").exists()
    assert (here / "s.json").read_text() == "{}"
