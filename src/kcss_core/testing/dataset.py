"""A small dataset of a fictional centre with a record of nearly every family, and the edition of its year 2022."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from kcss_core.figures.definition import Figure, Measure
from kcss_core.figures.value import Address, Value
from kcss_core.model import (
    Activity,
    Aggregate,
    Dataset,
    HeadCount,
    Institution,
    Measurement,
    Network,
    Objective,
    Organization,
    Participant,
    Participation,
    Photograph,
    Policy,
    Program,
    Project,
    Publication,
    StaffCount,
    Table,
)
from kcss_core.period import PartialDate, Period
from kcss_core.testing.language import in_languages
from kcss_core.text import Text
from kcss_core.vocabulary import (
    ActivityInvolvement,
    Consent,
    Gender,
    ProjectInvolvement,
    PublicationKind,
    Qualifier,
    Role,
    Scope,
)

if TYPE_CHECKING:
    from kcss_core.edition import Edition

_PERIOD = Period.year(2022)


# Twenty who spoke, nine women among them, and four who listened.
_PEOPLE: dict[str, Gender | None] = {
    **{f"woman-{number}": Gender.WOMAN for number in range(1, 11)},
    **{f"man-{number}": Gender.MAN for number in range(1, 14)},
    "somebody": None,
}
_LISTENERS = ("woman-10", "man-12", "man-13", "somebody")


def sample_dataset() -> Dataset:
    """Return the records of a fictional centre: two programs, four publications, six activities, 24 people."""
    return Dataset(
        organization=Organization(
            id="sample",
            name=in_languages("Sample Research Centre", "Qendra Hulumtuese Shembull", "Ogledni istraživački centar"),
            short_name=Text("SRC"),
            country="XK",
            goals=(
                in_languages("Better oversight.", "Mbikëqyrje më e mirë.", "Bolji nadzor."),
                in_languages("More women at the table.", "Më shumë gra në tryezë.", "Više žena za stolom."),
            ),
        ),
        programs=(
            Program(
                id="governance",
                name=in_languages("Good governance", "Qeverisja e mirë", "Dobro upravljanje"),
                summary=in_languages("Who oversees whom.", "Kush e mbikëqyr kë.", "Ko koga nadzire."),
            ),
            Program(id="gender", name=in_languages("Gender and security", "Gjinia dhe siguria", "Rod i bezbednost")),
        ),
        projects=(
            Project(
                id="oversight",
                title=in_languages("Eyes on the budget", "Sytë te buxheti", "Oči na budžetu"),
                programs=("governance",),
                start=PartialDate(2021, 3),
                end=PartialDate(2023, 2),
                involvement=ProjectInvolvement.LEAD,
                scheme="Horizon 2020",
                consortium="EYES",
                funders=("fund",),
                sample_size=468,
            ),
            Project(
                id="voices",
                title=in_languages("Voices", "Zërat", "Glasovi"),
                programs=("governance", "gender"),
                reported=_PERIOD,
                sample_size=766,
            ),
        ),
        institutions=(Institution(id="fund", name=Text("Sample Fund")),),
        networks=(
            Network(
                id="region",
                name=in_languages("Regional Network", "Rrjeti Rajonal", "Regionalna mreža"),
                scope=Scope.REGIONAL,
                since=PartialDate(2019),
            ),
        ),
        policies=(
            Policy(
                id="harassment",
                title=in_languages(
                    "Policy against harassment", "Politika kundër ngacmimit", "Politika protiv uznemiravanja"
                ),
                in_force=PartialDate(2022, 6, 1),
            ),
            Policy(id="procurement", title=in_languages("Procurement", "Prokurimi", "Nabavka"), reported=_PERIOD),
        ),
        objectives=(
            Objective(
                id="trust",
                text=in_languages("Trust rises.", "Besimi rritet.", "Poverenje raste."),
                programs=("governance",),
                unit="%",
                baseline=Measurement(value=Decimal(40), date=PartialDate(2020)),
                endline=Measurement(value=Decimal("45.5"), date=PartialDate(2022)),
                monitored=True,
                reported=_PERIOD,
            ),
        ),
        staff=(StaffCount(id="staff-2022", date=PartialDate(2022, 12, 31), women=5, men=7, total=12),),
        activities=_activities(),
        participants=Table.of(Participant, [Participant(id=id, gender=gender) for id, gender in _PEOPLE.items()]),
        participations=Table.of(Participation, _participations()),
        head_counts=(HeadCount(activity="training-1", women=12, men=9, total=21),),
        publications=_publications(),
        photographs=(
            Photograph(
                id="hills",
                file="images/photo.jpg",
                caption=in_languages("Hills at noon", "Kodra në mesditë", "Brda u podne"),
                alt=in_languages("Two hills under the sun", "Dy kodra nën diell", "Dva brda pod suncem"),
                credit="A. Photographer",
                consent=Consent.NOT_NEEDED,
            ),
            Photograph(
                id="launch",
                caption=in_languages("The launch", "Promovimi", "Promocija"),
                alt=in_languages("People in a hall", "Njerëz në një sallë", "Ljudi u sali"),
            ),
            Photograph(
                id="shelter",
                file="images/photo.jpg",
                caption=in_languages("At the shelter", "Në strehimore", "U sigurnoj kući"),
                alt=in_languages("A house", "Një shtëpi", "Jedna kuća"),
            ),
        ),
        aggregates=(
            Aggregate(
                figure="meetings", reported=_PERIOD, value=Decimal(50), qualifier=Qualifier.OVER, source="calendar"
            ),
            Aggregate(
                figure="accounts",
                reported=_PERIOD,
                value=Decimal(476417),
                qualifier=Qualifier.AROUND,
                source="platform",
            ),
            Aggregate(figure="panels.women", reported=_PERIOD, percent=Decimal(45), source="annual report"),
        ),
    )


def _participations() -> Iterator[Participation]:
    for person in _PEOPLE:
        role = Role.PARTICIPANT if person in _LISTENERS else Role.SPEAKER
        yield Participation(participant=person, activity="conference-1", role=role, invited=True, attended=True)
    # The same person twice: two attendances, one person.
    yield Participation(participant="woman-1", activity="conference-2", role=Role.SPEAKER, attended=True)


def _activities() -> tuple[Activity, ...]:
    def activity(id: str, kind: str, title: Text, month: int, **fields: object) -> Activity:
        return Activity(id=id, kind=kind, title=title, start=PartialDate(2022, month, 1), **fields)  # type: ignore[arg-type]

    organizer = ActivityInvolvement.ORGANIZER
    return (
        activity(
            "conference-1",
            "conference",
            in_languages("Security Week", "Java e sigurisë", "Nedelja bezbednosti"),
            4,
            scope=Scope.LOCAL,
            involvement=organizer,
            programs=("governance",),
            places=("Prishtina",),
        ),
        activity(
            "conference-2",
            "conference",
            in_languages("Regional Forum", "Forumi rajonal", "Regionalni forum"),
            9,
            scope=Scope.REGIONAL,
            involvement=organizer,
            programs=("governance", "gender"),
        ),
        activity(
            "roundtable-1",
            "roundtable",
            in_languages("Local voices", "Zërat lokalë", "Lokalni glasovi"),
            10,
            involvement=organizer,
            programs=("gender",),
        ),
        activity(
            "training-1",
            "training",
            in_languages("Training of monitors", "Trajnim i vëzhguesve", "Obuka posmatrača"),
            5,
            scope=Scope.LOCAL,
            involvement=organizer,
            programs=("gender",),
        ),
        activity(
            "visit-1",
            "study-visit",
            in_languages("Visit to a shelter", "Vizitë në strehimore", "Poseta sigurnoj kući"),
            6,
            sensitive=True,
            photographs=("shelter",),
        ),
        Activity(id="meeting-1", kind="meeting", reported=Period.year(2021)),
    )


def _publications() -> tuple[Publication, ...]:
    return (
        Publication(
            id="police",
            title=in_languages("Trust in the police", "Besimi në polici", "Poverenje u policiju"),
            kind=PublicationKind.POLICY_BRIEF,
            authors=("A. Author", "B. Author"),
            date=PartialDate(2022, 3),
            programs=("governance",),
            languages=("en",),
            cover="images/cover.png",
        ),
        Publication(
            id="budget",
            title=Text({"en": "Oversight of the budget"}),
            kind=PublicationKind.RESEARCH_REPORT,
            reported=_PERIOD,
            programs=("governance", "gender"),
            url="https://example.org/budget",
        ),
        Publication(id="survey", title=in_languages("Survey", "Anketa", "Anketa"), reported=_PERIOD),
        Publication(
            id="older", title=in_languages("Older work", "Vepër e vjetër", "Stariji rad"), date=PartialDate(2021)
        ),
    )


def sample_figures() -> tuple[Figure, ...]:
    """Return figures of the sample dataset: counted, kept as totals with qualifiers, shares, and one without data."""

    def figure(id: str, title: Text, unit: str, subject: str, **fields: object) -> Figure:
        return Figure(id=id, title=title, unit=f"unit.{unit}", subject=subject, **{"measure": Measure.COUNT, **fields})  # type: ignore[arg-type]

    meetings = in_languages("Meetings", "Takime", "Sastanci")
    return (
        figure(
            "publications",
            in_languages("Publications", "Publikime", "Publikacije"),
            "publication",
            "publications",
            headline=True,
        ),
        figure(
            "conferences",
            in_languages("Conferences", "Konferenca", "Konferencije"),
            "conference",
            "activities",
            where={"kind": "conference"},
            headline=True,
        ),
        figure(
            "events",
            in_languages("Events", "Ngjarje", "Događaji"),
            "event",
            "activities",
            where={"kind": "public-event"},
        ),
        figure("meetings", meetings, "meeting", "activities", where={"kind": "meeting"}, headline=True),
        figure(
            "accounts",
            in_languages("Accounts reached", "Llogari të arritura", "Dosegnuti nalozi"),
            "account",
            "activities",
            where={"kind": "social-media-campaign"},
        ),
        figure(
            "respondents",
            in_languages("Persons asked", "Persona të pyetur", "Ispitane osobe"),
            "person",
            "projects.sample_size",
            measure=Measure.SUM,
        ),
        figure("persons", _PERSONS, "person", "persons", where={"attended": True}),
        figure(
            "hours",
            in_languages("Hours of training", "Orë trajnimi", "Sati obuke"),
            "training",
            "",
            measure=Measure.FUNCTION,
            compute=_hours,
        ),
        figure(
            "speakers.women",
            in_languages("Women among speakers", "Gratë ndër folësit", "Žene među govornicima"),
            "percent",
            "persons",
            measure=Measure.SHARE,
            where={"role": "speaker", "attended": True},
            of={"participant.gender": "woman"},
        ),
        figure(
            "trainers.women",
            in_languages("Women among trainers", "Gratë ndër trajnerët", "Žene među trenerima"),
            "percent",
            "persons",
            measure=Measure.SHARE,
            where={"role": "trainer", "attended": True},
            of={"participant.gender": "woman"},
        ),
        figure(
            "panels.women",
            in_languages("Women on panels", "Gratë në panele", "Žene u panelima"),
            "percent",
            "persons",
            measure=Measure.SHARE,
            where={"role": "panelist", "attended": True},
            of={"participant.gender": "woman"},
        ),
    )


_PERSONS = in_languages("Persons", "Persona", "Osobe")


def _hours(edition: Edition) -> Value:
    """Return a number with decimals, as only a function may compute."""
    return Value(
        address=Address("hours", edition.period),
        title=edition.figures["hours"].title,
        unit="unit.training",
        number=Decimal("1234.5"),
    )


def sample_edition(
    *, language: str = "en", dataset: Dataset | None = None, figures: Iterable[Figure] | None = None
) -> Edition:
    """Return the edition of 2022 of the sample dataset, or of another one, with the sample figures or others."""
    from kcss_core.edition import Edition

    return Edition(
        sample_dataset() if dataset is None else dataset,
        sample_figures() if figures is None else tuple(figures),
        period=_PERIOD,
        language=language,
    )
