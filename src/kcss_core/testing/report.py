"""A built report with every block and every inline, in each language, without chapters. About a fictional centre."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from kcss_core.figures.value import Value
from kcss_core.formatting import format_list, format_period
from kcss_core.period import PartialDate, Period
from kcss_core.reading.images import Image
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    ChartKind,
    Contents,
    Extension,
    Footnote,
    Form,
    Gallery,
    GalleryItem,
    Heading,
    LineBreak,
    ListBlock,
    Listed,
    ListItem,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Series,
    Span,
    Table,
    TableRow,
    Tile,
    Tiles,
    words,
)
from kcss_core.report.captions import numbered, reference_words, with_references
from kcss_core.report.report import Cover, Report
from kcss_core.report.shown import shown
from kcss_core.testing.dataset import sample_edition
from kcss_core.testing.language import in_languages
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Qualifier, Role, label, label_id

_PERIOD = Period.year(2022)

_TITLE = in_languages("Annual report", "Raporti vjetor", "Godišnji izveštaj")
_CENTRE = in_languages("Sample Research Centre", "Qendra Hulumtuese Shembull", "Ogledni istraživački centar")
_FICTIONAL = in_languages(
    "All data are fictional.", "Të gjitha të dhënat janë të trilluara.", "Svi podaci su izmišljeni."
)
_YEAR = in_languages("The year in review", "Viti në rishikim", "Pregled godine")
_RESULTS = in_languages("Results", "Rezultatet", "Rezultati")
_DETAILS = in_languages("Details & notes <sample>", "Hollësi & shënime <shembull>", "Pojedinosti & beleške <uzorak>")
_LEAD = in_languages("The centre published ", "Qendra ka botuar ", "Centar je objavio ukupno ")
_HELD = in_languages("It held ", "Ka mbajtur ", "Održano je ")
_OTHER_VALUES = in_languages("Further values: ", "Vlera të tjera: ", "Ostale vrednosti: ")
_STRONG = in_languages("important", "e rëndësishme", "važno")
_EMPHASIS = in_languages("emphasized", "e theksuar", "naglašeno")
_LINK = in_languages("the centre’s page", "faqja e qendrës", "stranica centra")
_BELOW = in_languages("Counted from records: ", "Numëruar nga shënimet: ", "Izbrojano iz zapisa: ")
_QUOTE = in_languages(
    "“Numbers without evidence are opinions.”", "„Numrat pa dëshmi janë mendime.“", "„Brojevi bez dokaza su mišljenja.“"
)
_ITEMS = (
    in_languages("Research", "Hulumtim", "Istraživanje"),
    in_languages("Surveys", "Anketa", "Ankete"),
    in_languages("Training", "Trajnim", "Obuka"),
)
_TABLE = in_languages("Events by scope", "Ngjarjet sipas nivelit", "Događaji po nivou")
_CAPTION = in_languages("Hills at noon", "Kodra në mesditë", "Brda u podne")
_ALT = in_languages(
    "Two green hills under a yellow sun",
    "Dy kodra të gjelbra nën një diell të verdhë",
    "Dva zelena brda pod žutim suncem",
)
_CHARTS = in_languages("Women and men", "Gra dhe burra", "Žene i muškarci")
_WORKS = (
    in_languages("Trust in the police", "Besimi në polici", "Poverenje u policiju"),
    in_languages(
        "Oversight of the budget: ten lessons",
        "Mbikëqyrja e buxhetit: dhjetë mësime",
        "Nadzor nad budžetom: deset pouka",
    ),
)
_FALLBACK = in_languages(
    "Shown where a map cannot be.", "Shfaqet ku nuk mund të ketë hartë.", "Prikazuje se gde karta ne može."
)


def sample_images() -> dict[str, Image]:
    """Return two small image files that come with the library: a landscape JPEG and a portrait PNG."""
    here = Path(__file__).parent
    found = {}
    for file, media_type, width, height in (
        ("photo.jpg", "image/jpeg", 480, 320),
        ("cover.png", "image/png", 210, 297),
    ):
        found[f"images/{file}"] = Image(
            file=f"images/{file}", path=here / file, media_type=media_type, width=width, height=height
        )
    return found


def sample_report(language: str = "en", *, is_draft: bool = False) -> Report:
    """Return a report with every block kind and inline in one of the languages of reports.

    Args:
        is_draft: Whether a placeholder for a missing photograph is in it.
    """
    images = sample_images()
    return Report(
        id="annual-2022",
        edition=sample_edition(language=language),
        language=language,
        title=_TITLE.within(language),
        cover=Cover(
            title=_TITLE.within(language),
            organization=_CENTRE.within(language),
            subtitle=_YEAR.within(language),
            period=format_period(_PERIOD, language),
            logo=images["images/cover.png"],
            image=images["images/photo.jpg"],
            image_alt=_ALT.within(language),
            note=_FICTIONAL.within(language),
        ),
        blocks=sample_blocks(language, is_draft=is_draft),
        author=_CENTRE.within(language),
        subject=_YEAR.within(language),
        keywords=(_RESULTS.within(language), _TABLE.within(language)),
        date=PartialDate(2022, 12, 31),
        is_draft=is_draft,
    )


class _Shown:
    """The words and values of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: Text) -> str:
        return text.within(self.language)


def sample_values() -> dict[str, Value]:
    """Return a value of each kind that a report can show, by what is special about it.

    All are the sample edition's, but the one that disclosure would hide.
    """
    edition = sample_edition()
    figures = {
        "small": "publications",
        "large": "respondents",
        "over": "meetings",
        "around": "accounts",
        "at-least": "persons",
        "share": "speakers.women",
        "stated": "panels.women",
        "decimal": "hours",
        "no-data": "trainers.women",
    }
    values = {name: edition.value(figure) for name, figure in figures.items()}
    return {**values, "hidden": evolve(values["at-least"], hidden=True)}


def sample_blocks(language: str = "en", *, is_draft: bool = False) -> tuple[Block, ...]:
    """Return one block of every kind or more, with every inline; values exact, qualified, hidden and missing."""
    t = _Shown(language)
    values = sample_values()
    images = sample_images()
    chapters: list[Block] = [
        Contents(title=words(label("report.contents", language))),
        PageBreak(),
        Heading(level=1, content=words(t(_YEAR)), anchor="year"),
        Paragraph(
            content=(Span(t(_LEAD)), shown(values["small"], t, Form.QUANTITY), Span(".")), role=ParagraphRole.LEAD
        ),
        Paragraph(
            content=(
                Span(t(_HELD)),
                evolve(shown(values["over"], t, Form.QUANTITY), strong=True),
                Span(", "),
                Span(t(_STRONG), strong=True),
                Span(", "),
                Span(t(_EMPHASIS), emphasis=True),
                Span(", "),
                Span(t(_LINK), href="https://example.org/report?year=2022&part=1"),
                LineBreak(),
                Span("Kosovo Security Barometer", language="en", emphasis=True),
                Span(" & “quotes” <angle> Ћирилица ëç čćžšđ 100% _*#|`"),
                Footnote((Span(t(_BELOW)), shown(values["small"], t), Span("."))),
                Span(" "),
                Span("", href="#events"),
            )
        ),
        Paragraph(content=words(t(_QUOTE)), role=ParagraphRole.QUOTE),
        _values_in_words(t, values),
        ListBlock(
            items=(
                ListItem(
                    content=words(t(_ITEMS[0])),
                    below=(
                        ListBlock(
                            items=(
                                ListItem(content=words(t(_ITEMS[1]))),
                                ListItem(content=(shown(values["around"], t), Span(" …"))),
                            ),
                            is_ordered=True,
                        ),
                    ),
                ),
                ListItem(content=words(t(_ITEMS[2]))),
            )
        ),
        Heading(level=2, content=words(t(_RESULTS)), anchor="results"),
        _tiles(t, values),
        _table(t),
        Heading(level=3, content=(*words(t(_DETAILS)), Span(" "), shown(values["small"], t)), anchor="details"),
        *_charts(t),
        Heading(level=2, content=words(label("report.photograph", language)), anchor="photographs"),
        Picture(image=images["images/photo.jpg"], caption=words(t(_CAPTION)), alt=t(_ALT), credit="A. Photographer"),
    ]
    if is_draft:
        chapters.append(Picture(image=None, caption=words(t(_CAPTION)), alt=t(_ALT)))
    chapters += [
        Heading(level=1, content=words(label("report.publications", language)), anchor="publications"),
        Gallery(
            items=(
                GalleryItem(
                    title=words(t(_WORKS[0])),
                    image=images["images/cover.png"],
                    alt=label("report.cover-of", language).format(title=t(_WORKS[0])),
                    kicker=label("publication-kind.policy-brief", language),
                    note=words("2022"),
                ),
                GalleryItem(title=words(t(_WORKS[1]))),
            )
        ),
        Extension(
            name="sample.map", payload={"places": ("Prishtina",)}, fallback=(Paragraph(content=words(t(_FALLBACK))),)
        ),
        Paragraph(content=words(t(_FICTIONAL)), role=ParagraphRole.NOTE),
    ]
    chapters.append(Contents(title=words(label("report.tables", language)), of=Listed.TABLES))
    counted = numbered(chapters, ("events",))
    return with_references(counted, reference_words(counted, language))


def _values_in_words(t: _Shown, values: dict[str, Value]) -> Paragraph:
    """Return a paragraph with each value in each form that says something of it."""
    parts: list[Span | LineBreak] = [Span(t(_OTHER_VALUES))]
    spans = [
        shown(values["small"], t, Form.WORDS),
        shown(values["large"], t),
        shown(values["large"], t, Form.QUANTITY, Qualifier.OVER),
        shown(values["at-least"], t, Form.QUANTITY),
        shown(values["share"], t, Form.SHARE),
        shown(values["share"], t, Form.COUNTS),
        shown(values["stated"], t, Form.QUANTITY),
        shown(values["decimal"], t),
        shown(values["hidden"], t),
        evolve(shown(values["no-data"], t), emphasis=True),
    ]
    content = [part for span in spans for part in (span, Span("; "))]
    return Paragraph(content=(*parts, *content[:-1], Span(".")))


def _tiles(t: _Shown, values: dict[str, Value]) -> Tiles:
    items = tuple(
        Tile(value=shown(values[name], t), label=words(t(values[name].title)))
        for name in ("small", "over", "around", "stated", "hidden")
    )
    said = [f"{item.value.text} {t(item.value.value.title)}" for item in items]
    return Tiles(items=items, summary=format_list(said, t.language))


def _table(t: _Shown) -> Table:
    found = sample_edition().breakdown("events", ["scope"])
    rows = [
        TableRow(cells=(words(t(row.label)), (shown(row.value, t),), words("–" if row.value.number else "")))
        for row in found.rows
    ]
    total = (words(label("report.total", t.language)), (shown(found.total, t),), ())
    return Table(
        caption=words(t(_TABLE)),
        header=(
            words(label("field.scope", t.language)),
            words(label("report.total", t.language)),
            words(label("field.kind", t.language)),
        ),
        rows=(*rows, TableRow(cells=total, is_total=True)),
        align=(Align.START, Align.END, Align.START),
        note=(Span(t(_FICTIONAL), emphasis=True),),
        summary=t(_TABLE),
        key="breakdown.events.scope",
        anchor="events",
    )


def _charts(t: _Shown) -> Iterator[Chart]:
    """Yield a chart of every kind; one value is hidden, so one gap is drawn."""
    edition = sample_edition()
    roles, genders = (Role.SPEAKER, Role.PARTICIPANT), (Gender.WOMAN, Gender.MAN)
    values = {
        (role, gender): edition.value("persons", cell=(("role", role.value), ("gender", gender.value)))
        for role in roles
        for gender in genders
    }
    gap = (Role.PARTICIPANT, Gender.WOMAN)
    values[gap] = evolve(values[gap], hidden=True)
    series = tuple(
        Series(name=label(label_id(gender), t.language), values=tuple(values[role, gender] for role in roles))
        for gender in genders
    )
    for number, kind in enumerate(ChartKind, start=1):
        yield Chart(
            kind=kind,
            caption=words(f"{t(_CHARTS)} ({number})"),
            categories=tuple(label(label_id(role), t.language) for role in roles),
            series=series[1:] if kind is ChartKind.DOUGHNUT else series,
            alt=t(_CHARTS),
            key=f"sample.chart.{kind}",
        )
    shares = [sample_values()[name] for name in ("share", "stated")]
    yield Chart(
        kind=ChartKind.BAR,
        caption=words(label("report.share-of-women", t.language)),
        categories=tuple(t(share.title) for share in shares),
        series=(Series(name=label("report.share-of-women", t.language), values=tuple(shares)),),
        alt=label("report.share-of-women", t.language),
        is_share=True,
        key="sample.chart.share",
    )
