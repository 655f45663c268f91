"""A built report with every block and every inline, in each language, without chapters. About a fictional centre."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from attrs import evolve

from kcss_core.figures.value import Address, Cell, Share, Value
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
    Form,
    Gallery,
    GalleryItem,
    Heading,
    LineBreak,
    ListBlock,
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
from kcss_core.report.report import Cover, Report
from kcss_core.report.shown import shown
from kcss_core.testing.dataset import sample_edition
from kcss_core.testing.language import in_languages
from kcss_core.text import Text
from kcss_core.vocabulary import Basis, Gender, Qualifier, label, label_id

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
_QUOTE = in_languages(
    "“Numbers without evidence are opinions.”", "„Numrat pa dëshmi janë mendime.“", "„Brojevi bez dokaza su mišljenja.“"
)
_ITEMS = (
    in_languages("Research", "Hulumtim", "Istraživanje"),
    in_languages("Surveys", "Anketa", "Ankete"),
    in_languages("Training", "Trajnim", "Obuka"),
)
_TABLE = in_languages("Meetings by scope", "Takimet sipas nivelit", "Sastanci po nivou")
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


def _value(
    figure: str,
    title: Text,
    number: int | Decimal | Fraction | None,
    unit: str = "unit.meeting",
    *,
    cell: Cell = (),
    share: Share | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    basis: Basis = Basis.RECORDS,
    population: str = "activities",
) -> Value:
    return Value(
        address=Address(figure, _PERIOD, cell),
        title=title,
        unit=unit,
        number=number,
        share=share,
        qualifier=qualifier,
        basis=basis,
        population=population,
    )


def sample_values() -> dict[str, Value]:
    """Return a value of each kind that a report can show, by what is special about it."""
    meetings = in_languages("Meetings", "Takime", "Sastanci")
    women = in_languages("Women among speakers", "Gratë ndër folësit", "Žene među govornicima")
    return {
        "exact": _value(
            "publications",
            in_languages("Publications", "Publikime", "Publikacije"),
            21,
            "unit.publication",
            population="publications",
        ),
        "over": _value("meetings", meetings, 50, qualifier=Qualifier.OVER, basis=Basis.AGGREGATE),
        "around": _value(
            "reach",
            in_languages("Accounts reached", "Llogari të arritura", "Dosegnuti nalozi"),
            476417,
            "unit.account",
            qualifier=Qualifier.AROUND,
            basis=Basis.AGGREGATE,
            population="reach",
        ),
        "at-least": _value(
            "persons",
            in_languages("Persons", "Persona", "Osobe"),
            312,
            "unit.person",
            qualifier=Qualifier.AT_LEAST,
            basis=Basis.BOTH,
            population="persons",
        ),
        "share": _value(
            "speakers.women",
            women,
            Fraction(9, 20),
            "unit.percent",
            share=Share(numerator=9, denominator=20, low=Fraction(9, 21), high=Fraction(10, 21)),
            population="persons",
        ),
        "stated": _value(
            "panels.women",
            in_languages("Women on panels", "Gratë në panele", "Žene u panelima"),
            None,
            "unit.percent",
            share=Share(low=Fraction(445, 1000), high=Fraction(455, 1000), stated=Decimal(45)),
            basis=Basis.AGGREGATE,
            population="persons",
        ),
        "decimal": _value(
            "hours", in_languages("Hours of training", "Orë trajnimi", "Sati obuke"), Decimal("1234.5"), "unit.training"
        ),
        "hidden": evolve(_value("speakers", women, 3, "unit.person", population="persons"), hidden=True),
        "no-data": _value(
            "videos", in_languages("Videos", "Video", "Video snimci"), None, "unit.video", basis=Basis.NONE
        ),
    }


def _by_scope(number: int | None, scope: str | None) -> Value:
    title = in_languages("Meetings", "Takime", "Sastanci")
    basis = Basis.NONE if number is None else Basis.RECORDS
    return _value("meetings", title, number, cell=(("scope", scope),), basis=basis)


def _by_gender(count: int | None, group: str, gender: str) -> Value:
    title = in_languages("Persons", "Persona", "Osobe")
    value = _value(
        "persons", title, count, "unit.person", cell=(("role", group), ("gender", gender)), population="persons"
    )
    return evolve(value, hidden=True) if count == 3 else value


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
            content=(Span(t(_LEAD)), shown(values["exact"], t, Form.QUANTITY), Span(".")), role=ParagraphRole.LEAD
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
        Heading(level=3, content=(*words(t(_DETAILS)), Span(" "), shown(values["exact"], t)), anchor="details"),
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
    return tuple(chapters)


def _values_in_words(t: _Shown, values: dict[str, Value]) -> Paragraph:
    """Return a paragraph with each value in each form that says something of it."""
    parts: list[Span | LineBreak] = [Span(t(_OTHER_VALUES))]
    spans = [
        shown(values["exact"], t, Form.WORDS),
        shown(values["exact"], t, Form.QUANTITY, Qualifier.OVER),
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
        for name in ("exact", "over", "around", "stated", "hidden")
    )
    said = [f"{item.value.text} {t(item.value.value.title)}" for item in items]
    return Tiles(items=items, summary=format_list(said, t.language))


def _table(t: _Shown) -> Table:
    cells = ((8, "local"), (40, "regional"), (None, "international"), (2, None))
    rows = [
        TableRow(
            cells=(
                words(label(f"scope.{scope}" if scope else "report.not-recorded", t.language)),
                (shown(_by_scope(number, scope), t),),
                words("–"),
            )
        )
        for number, scope in cells
    ]
    total = _value("meetings", in_languages("Meetings", "Takime", "Sastanci"), 50)
    rows.append(TableRow(cells=(words(label("report.total", t.language)), (shown(total, t),), ()), is_total=True))
    return Table(
        caption=words(t(_TABLE)),
        header=(
            words(label("field.scope", t.language)),
            words(label("report.total", t.language)),
            words(label("field.kind", t.language)),
        ),
        rows=tuple(rows),
        align=(Align.START, Align.END, Align.START),
        note=(Span(t(_FICTIONAL), emphasis=True),),
        summary=t(_TABLE),
        key="breakdown.meetings.scope",
    )


def _charts(t: _Shown) -> list[Chart]:
    groups = ("speaker", "panelist", "trainer")
    categories = tuple(label(f"role.{group}", t.language) for group in groups)
    counts = {"woman": (9, 12, None), "man": (11, 10, 3)}
    series = tuple(
        Series(
            name=label(label_id(Gender(gender)), t.language),
            values=tuple(_by_gender(count, group, gender) for count, group in zip(numbers, groups, strict=True)),
        )
        for gender, numbers in counts.items()
    )
    share = sample_values()["share"]
    charts = [
        Chart(
            kind=kind,
            caption=words(f"{t(_CHARTS)} ({number})"),
            categories=categories,
            series=series[:1] if kind is ChartKind.DOUGHNUT else series,
            alt=t(_CHARTS),
            key=f"sample.chart.{kind}",
        )
        for number, kind in enumerate(ChartKind, start=1)
    ]
    shares = Series(name=label("report.share-of-women", t.language), values=(share, sample_values()["stated"]))
    charts.append(
        Chart(
            kind=ChartKind.BAR,
            caption=words(label("report.share-of-women", t.language)),
            categories=(label("role.speaker", t.language), label("role.panelist", t.language)),
            series=(shares,),
            alt=label("report.share-of-women", t.language),
            is_share=True,
            key="sample.chart.share",
        )
    )
    return charts
