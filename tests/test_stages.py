"""The stages with their plugins: load, open, build, check and export, from Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcss_core import (
    Built,
    Call,
    DataError,
    Directive,
    PluginError,
    Plugins,
    Raw,
    Reader,
    Severity,
    Source,
    UsageError,
    Workspace,
    build_report,
    check,
    export_report,
    hookimpl,
    load,
    load_plugins,
    open_edition,
)


@pytest.fixture
def plugins() -> Plugins:
    """Return the core's own plugins."""
    return load_plugins(discover=False)


def workspace(folder: Path, plugins: Plugins, *, manifest: str = "", reports: int = 1) -> Workspace:
    records = '[organization]\nid = "c"\nname = "Centre"\n[[publications]]\nid = "a"\ntitle = "A"\ndate = 2022\n'
    files = {
        "kcss.toml": manifest,
        "records/centre.toml": records,
        "figures.toml": '[[figure]]\nid = "works"\ntitle = "Works"\ncount = "publications"\n',
    }
    for number in range(reports):
        files[f"reports/r{number}/report.toml"] = 'title = "R"\nperiod = "2022"\nchapters = ["a.md"]\n'
        files[f"reports/r{number}/a.md"] = "# One\n\n{value}`works` works.\n"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load(folder, plugins=plugins)


def test_from_folder_to_value(tmp_path: Path, plugins: Plugins) -> None:
    """A folder is loaded, an edition opened, a value asked for."""
    edition = open_edition(workspace(tmp_path, plugins, manifest='[workspace]\nperiod = "2022"\n'), plugins=plugins)
    assert edition.value("works").number == 1


def test_from_folder_to_file(tmp_path: Path, plugins: Plugins) -> None:
    """The only report is built without its name, and written in a format by name."""
    report, problems = build_report(workspace(tmp_path / "ws", plugins), plugins=plugins)
    assert problems == ()
    assert report is not None
    target = tmp_path / "r.txt"
    assert export_report(report, "text", target, plugins=plugins, options={"width": 60}) == target
    assert "1 works." in target.read_text("utf-8")


def test_an_unknown_format(tmp_path: Path, plugins: Plugins) -> None:
    """A slip in a format gets the nearest one."""
    report, _ = build_report(workspace(tmp_path, plugins), plugins=plugins)
    assert report is not None
    with pytest.raises(UsageError, match=r"^there is no format 'txt'; did you mean 'text'\?$"):
        export_report(report, "txt", tmp_path / "r.txt", plugins=plugins)


def test_an_unknown_option(tmp_path: Path, plugins: Plugins) -> None:
    """An option that the format does not have is refused, and nothing is written."""
    report, _ = build_report(workspace(tmp_path, plugins), plugins=plugins)
    assert report is not None
    with pytest.raises(DataError, match=r"^options of text wide: there is no such field; did you mean 'width'\?$"):
        export_report(report, "text", tmp_path / "r.txt", plugins=plugins, options={"wide": 60})
    assert not (tmp_path / "r.txt").exists()


@pytest.mark.parametrize(("reports", "message"), [(0, "there is no report"), (2, r"which report\? there are r0, r1")])
def test_a_report_must_be_named_unless_it_is_the_only_one(
    tmp_path: Path, plugins: Plugins, reports: int, message: str
) -> None:
    """Without a report, or with several, the error says so."""
    with pytest.raises(UsageError, match=message):
        build_report(workspace(tmp_path, plugins, reports=reports), plugins=plugins)


def test_check_without_a_report(tmp_path: Path, plugins: Plugins) -> None:
    """A workspace without reports is checked for its own period."""
    loaded = workspace(tmp_path, plugins, manifest='[workspace]\nperiod = "2022"\n', reports=0)
    assert check(loaded, plugins=plugins) == ()


def test_check_of_a_report_without_a_period(tmp_path: Path, plugins: Plugins) -> None:
    """A report that cannot be built is a problem among the others."""
    loaded = workspace(tmp_path, plugins)
    (tmp_path / "reports/r0/report.toml").write_text('title = "R"\nchapters = ["a.md"]\n', "utf-8")
    loaded = load(tmp_path, plugins=plugins)
    assert [problem.code for problem in check(loaded, plugins=plugins)] == ["report.not-built"]


def test_check_names_plugins_that_failed(tmp_path: Path) -> None:
    """A plugin that could not be loaded is among the problems, as a warning."""
    broken = type("broken", (), {"kcss_figures": staticmethod(lambda: ())})
    plugins = load_plugins(broken, discover=False)
    found = check(workspace(tmp_path, plugins), plugins=plugins)
    told = [(problem.code, problem.severity) for problem in found if problem.code != "publication.not-mentioned"]
    assert told == [("plugin.not-loaded", Severity.WARNING)]


def test_check_goes_on_after_a_directive_that_fails(tmp_path: Path) -> None:
    """A plugin that fails over one report is a problem of that report, and the others are checked."""

    def fail(call: Call) -> Built:
        raise ZeroDivisionError

    directive = Directive(name="failing", summary="Fails", build=fail)
    plugin = type("bad", (), {"kcss_directives": staticmethod(hookimpl(lambda: [directive]))})
    plugins = load_plugins(plugin, discover=False)
    workspace(tmp_path, plugins, reports=2)
    (tmp_path / "reports/r0/a.md").write_text("# One\n\n:::{failing}\n:::\n", "utf-8")
    (tmp_path / "reports/r1/a.md").write_text("# One\n\n{value}`wroks` works.\n", "utf-8")
    loaded = load(tmp_path, plugins=plugins)
    assert [(problem.code, str(problem.origin)) for problem in check(loaded, plugins=plugins)] == [
        ("plugin.failed", "reports/r0/report.toml"),
        ("chapter.unknown-figure", "reports/r1/a.md:3"),
    ]
    with pytest.raises(PluginError, match=r"^plugin bad: directive 'failing' failed with ZeroDivisionError"):
        check(loaded, plugins=plugins, strict=True)


def test_a_reader_that_fails_is_raised_where_plugins_are_strict(tmp_path: Path) -> None:
    """Plugins that were loaded strictly stop at a reader as at anything else; others make it a problem."""

    def fail(source: Source) -> Raw:
        raise ZeroDivisionError

    reader = Reader(name="odd", summary="Odd files", suffixes=(".odd",), read=fail)
    plugin = type("bad", (), {"kcss_readers": staticmethod(hookimpl(lambda: [reader]))})
    workspace(tmp_path, load_plugins(discover=False))
    (tmp_path / "records/a.odd").write_text("x", "utf-8")
    found = load(tmp_path, plugins=load_plugins(plugin, discover=False)).problems
    assert "plugin.failed" in [problem.code for problem in found]
    with pytest.raises(PluginError, match=r"^plugin bad: reader 'odd' failed with ZeroDivisionError"):
        load(tmp_path, plugins=load_plugins(plugin, discover=False, strict=True))


def test_options_for_a_format_that_does_not_exist(tmp_path: Path, plugins: Plugins) -> None:
    """A misspelt format in report.toml is not passed over."""
    found = workspace(tmp_path, plugins)
    file = "reports/r0/report.toml"
    (tmp_path / file).write_text(found.texts[file] + "[export.txt]\nwidth = 60\n", "utf-8")
    told = check(load(tmp_path, plugins=plugins), plugins=plugins)
    assert [f"{problem.severity}: {problem}" for problem in told if problem.severity is not Severity.NOTE] == [
        "warning: reports/r0/report.toml export.txt: there is no format 'txt', so its options reach nobody; "
        "did you mean 'text'?"
    ]
