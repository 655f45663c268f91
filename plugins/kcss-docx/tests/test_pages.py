"""Page numbers in the contents: what LibreOffice says, and what is said where it cannot be asked."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys

import pytest

from kcss_core.errors import FileError
from kcss_core.export import render
from kcss_core.testing import sample_report
from kcss_docx import DocxOptions, kcss_exporters, office, pages

from .conftest import Read

(DOCX,) = kcss_exporters()
needs_programs = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdfinfo") is None, reason="needs LibreOffice and Poppler"
)
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in programs are shell scripts")


def program(folder, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(stat.S_IRWXU)


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Return a folder that is the only one on the path, on a machine where nothing else is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_places", lambda: iter(()))
    return tmp_path


@needs_programs
def test_contents_bear_page_numbers():
    """The first chapter stands on page 2, after the contents; the second starts a page of its own."""
    document = Read(render(sample_report("en"), DOCX, DocxOptions(pages=True)))
    listed = dict(text.split("\t") for style, text in document.paragraphs() if style.startswith("TOC") and "\t" in text)
    assert listed["The year in review"] == "2"
    assert int(listed["Publications"]) > 3
    assert all(re.fullmatch(r"\d+", number) for number in listed.values())
    assert '<w:tab w:val="right" w:leader="dot"' in document.xml("word/styles.xml")


def test_contents_without_page_numbers_have_no_leaders():
    """Dots that lead to nothing would look like something that is missing."""
    assert "w:leader" not in Read(render(sample_report("en"), DOCX, DocxOptions())).xml("word/styles.xml")


def test_a_missing_libreoffice_is_said(path):
    """One sentence: what is missing and what to do; exit code 3."""
    program(path, "pdfinfo", "exit 0")
    with pytest.raises(FileError) as raised:
        render(sample_report("en"), DOCX, DocxOptions(pages=True))
    assert str(raised.value) == (
        "page numbers: expected LibreOffice (soffice) on this machine, found none; install LibreOffice from "
        "libreoffice.org, or leave the option pages out"
    )
    assert raised.value.exit_code == 3


@needs_shell
def test_a_missing_poppler_is_said(path):
    """LibreOffice alone does not tell the pages."""
    program(path, "soffice", "exit 0")
    with pytest.raises(FileError) as raised:
        pages.pages_of(b"")
    assert str(raised.value) == (
        "page numbers: expected pdfinfo on this machine, found none; install Poppler (Debian: poppler-utils, "
        "macOS: brew install poppler), or leave the option pages out"
    )


@needs_shell
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'no display' >&2; exit 77", "page numbers: LibreOffice failed (no display); "),
        ("exit 0", "page numbers: LibreOffice made no pages of the report; "),
    ],
)
def test_a_failing_libreoffice_is_said(path, script, message):
    """Its last words are passed on."""
    program(path, "soffice", script)
    program(path, "pdfinfo", "exit 0")
    with pytest.raises(FileError) as raised:
        pages.pages_of(b"")
    assert str(raised.value) == f"{message}install LibreOffice from libreoffice.org, or leave the option pages out"


@needs_shell
def test_pages_are_those_of_the_headings(path):
    """The cover is not counted, other destinations are passed over, and LibreOffice's 5F is an underscore."""
    program(path, "soffice", 'while [ "$1" != --outdir ]; do shift; done; : > "$2/report.pdf"')
    program(
        path,
        "pdfinfo",
        "echo 'Page  Destination                 Name'\n"
        "echo '   2 [ XYZ   79  718 null      ] \"5FToc000000001\"'\n"
        "echo '  11 [ XYZ   79  718 null      ] \"5FToc000000002\"'\n"
        "echo '   3 [ XYZ   79  718 null      ] \"5Ffig5Fv1\"'",
    )
    assert pages.pages_of(b"") == {"_Toc000000001": 1, "_Toc000000002": 10}


def test_a_pdf_without_libreoffice_is_refused(path):
    """With the name of the option that asked for it."""
    assert DOCX.beside is not None
    assert DOCX.beside(b"", DocxOptions()) == {}
    with pytest.raises(FileError) as raised:
        DOCX.beside(b"", DocxOptions(pdf=True))
    assert str(raised.value) == (
        "PDF: expected LibreOffice (soffice) on this machine, found none; install LibreOffice from libreoffice.org, "
        "or leave the option pdf out"
    )


@needs_programs
def test_a_pdf_is_tagged_and_has_title_and_language(tmp_path):
    """What a screen reader needs; the pages are those of the document."""
    assert DOCX.beside is not None
    (tmp_path / "report.pdf").write_bytes(DOCX.beside(render(sample_report("sq"), DOCX), DocxOptions(pdf=True))[".pdf"])
    told = subprocess.run(["pdfinfo", str(tmp_path / "report.pdf")], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Tagged:\s+yes$", told, re.MULTILINE)
    assert re.search(r"^Title:\s+Raporti vjetor$", told, re.MULTILINE)
    assert b"/Lang(sq-AL)" in (tmp_path / "report.pdf").read_bytes()
