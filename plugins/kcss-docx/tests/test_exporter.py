"""The exporter as a whole: its place among exporters, equal bytes, validity, edits noticed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import hypothesis
import pytest
from attrs import evolve

from kcss_core.export import render
from kcss_core.testing import check_exporter, sample_report
from kcss_core.testing.strategies import block_trees
from kcss_core.vocabulary import LANGUAGES
from kcss_docx import DocxOptions, kcss_exporters

from .conftest import Read
from .lint import faults
from .schema import invalid

(DOCX,) = kcss_exporters()


def test_the_plugin_offers_one_exporter():
    """``--to docx`` finds it, and its one option is off by default."""
    assert (DOCX.name, DOCX.suffix, DOCX.options) == ("docx", ".docx", DocxOptions)
    assert DocxOptions().pages is False


def test_every_exporters_promises_are_kept():
    """In each language and for random trees: bytes, the same twice, and no word lost."""
    check_exporter(DOCX, lambda data: Read(data).words(), examples=60)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_draft", [False, True])
def test_the_sample_report_is_valid(language, is_draft, schemas):
    """Every part of the document and of its workbooks passes the official schemas."""
    assert invalid(render(sample_report(language, is_draft=is_draft), DOCX), schemas) == []


def test_any_tree_is_valid_and_without_fault(schemas):
    """Random blocks in random order give a valid document that passes the lint."""
    report = sample_report("sq")

    @hypothesis.settings(max_examples=40, database=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(blocks=block_trees())
    def try_tree(blocks):
        data = render(evolve(report, blocks=blocks), DOCX)
        assert faults(data) == []
        assert invalid(data, schemas) == []

    try_tree()


def test_the_same_report_gives_the_same_bytes_in_another_process():
    """Neither hash seeds, nor the time zone, nor the moment show in the bytes."""
    code = (
        "import sys, hashlib\n"
        "from kcss_core.testing import sample_report\n"
        "from kcss_docx.exporter import render\n"
        "sys.stdout.write(hashlib.sha256(render(sample_report('sr-Cyrl'))).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


def test_a_document_as_written_is_untouched():
    """What ``render`` returns is nobody's edit."""
    assert DOCX.is_untouched is not None
    assert DOCX.is_untouched(render(sample_report("en"), DOCX)) is True


def test_a_saved_document_is_touched():
    """One changed letter in one part is an edit, whatever the archive looks like."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(render(sample_report("en"), DOCX))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"The centre published", b"The center published"))
    assert DOCX.is_untouched is not None
    assert DOCX.is_untouched(buffer.getvalue()) is False


@pytest.mark.parametrize("data", [b"", b"no document", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_anything_else_is_touched(data):
    """Garbage, half an archive and an empty archive were not written by the exporter."""
    assert DOCX.is_untouched is not None
    assert DOCX.is_untouched(data) is False


def test_the_plugins_module_imports_nothing_heavy():
    """A command that renders nothing does not wait for Pillow, lxml or the writer."""
    code = (
        "import sys, kcss_docx\n"
        "heavy = {'PIL', 'lxml', 'docx', 'kcss_docx.exporter', 'kcss_docx.blocks'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_clean_pictures_need_no_pillow():
    """A report whose pictures are fit as they are is written without decoding one."""
    code = (
        "import sys\n"
        "from kcss_core.testing import sample_report\n"
        "from kcss_docx.exporter import render\n"
        "render(sample_report('en'))\n"
        "print('PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_house_style_is_small():
    """An empty report, which is the template and nothing else, weighs less than 15 kilobytes."""
    report = sample_report("en")
    empty = evolve(report, blocks=(), cover=evolve(report.cover, logo=None, image=None))
    assert len(render(empty, DOCX)) < 15_000


def test_no_machine_or_moment_is_in_the_document():
    """Neither this machine's folders nor today's year stand in any part."""
    parts = Read(render(sample_report("en"), DOCX)).parts
    here = str(Path(__file__).parents[3]).encode()
    assert [name for name, part in parts.items() if here in part] == []
    assert b"2022-12-31T00:00:00Z" in parts["docProps/core.xml"]
