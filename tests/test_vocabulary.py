"""Word lists, the tree of kinds, labels, plural forms, codes and Serbian Cyrillic."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from typing import Any

import pytest
from babel import Locale

import kcss_core.vocabulary as vocabulary
from kcss_core.text import Text
from kcss_core.vocabulary import (
    LANGUAGES,
    AgeGroup,
    Gender,
    GenderMarker,
    KindTree,
    PublicationKind,
    Qualifier,
    Role,
    Scope,
    country_name,
    is_country,
    is_language,
    is_sector,
    label,
    label_id,
    labels,
    language_name,
    locale_of,
    noun_gender,
    plural,
    transliterate,
    units,
)
from kcss_core.vocabulary.lists import families, family_of

WORD_LISTS = [
    found
    for name in vocabulary.__all__
    if isinstance(found := getattr(vocabulary, name), type) and issubclass(found, StrEnum)
]
WRITTEN = ("en", "sq", "sr-Latn")


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("kcss_core.vocabulary").joinpath(name).read_text("utf-8"))


# Word lists


@pytest.mark.parametrize("words", WORD_LISTS, ids=lambda words: words.__name__)
def test_words_are_written_as_files_write_them(words):
    """Every word is lower case with hyphens, and every list says what it is."""
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) for word in words)
    assert words.__doc__
    assert words.__doc__ != StrEnum.__doc__


def test_not_recorded_is_no_gender():
    """Not recorded is None, never a member beside those who prefer not to say."""
    assert [str(gender) for gender in Gender] == ["woman", "man", "non-binary", "undisclosed"]


def test_roles_cover_the_words_of_attendance_lists():
    """The six roles met in real attendance lists exist."""
    assert {"participant", "speaker", "panelist", "moderator", "trainer", "organizer"} <= set(Role)


def test_age_groups_leave_no_gap():
    """The groups follow one another without gap or overlap."""
    bounds = [[int(years) for years in re.findall(r"\d+", group)] for group in AgeGroup]
    assert bounds == [[15], [15, 24], [25, 44], [45, 64], [65]]


def test_gender_marker_has_the_scores_of_the_dac():
    """The score is 0, 1 or 2 as OECD DAC writes it."""
    assert [(marker.value, marker.code) for marker in GenderMarker] == [
        ("not-targeted", 0),
        ("significant", 1),
        ("principal", 2),
    ]


@pytest.mark.parametrize(
    ("word", "id"),
    [
        (Gender.NON_BINARY, "gender.non-binary"),
        (PublicationKind.POLICY_BRIEF, "publication-kind.policy-brief"),
        (Qualifier.AT_LEAST, "qualifier.at-least"),
        (AgeGroup.FROM_65, "age-group.65-plus"),
    ],
)
def test_the_id_of_a_words_label(word, id):
    """A label's id is the list's name and the word, with hyphens."""
    assert label_id(word) == id


# Kinds


def test_a_kind_holds_its_whole_subtree():
    """A conference is a public event; a public event is no conference."""
    tree = KindTree.standard()
    assert tree.is_a("conference", "public-event")
    assert tree.is_a("conference", "conference")
    assert not tree.is_a("public-event", "conference")
    assert not tree.is_a("conference", "training")
    assert {"public-event", "workshop", "focus-group"} <= tree.subtree("public-event")
    assert tree.subtree("survey") == {"survey"}


def test_the_roots_are_those_of_the_model():
    """The eight roots stand in the order of reports."""
    assert KindTree.standard().roots == (
        "public-event",
        "training",
        "meeting",
        "advocacy",
        "monitoring",
        "fieldwork",
        "campaign",
        "representation",
    )


def test_each_kind_stands_below_one_parent():
    """No kind of the file is listed twice, or both as a root and below another kind."""
    lists = toml("kinds.toml")
    listed = [kind for kinds in lists.values() for kind in kinds]
    assert len(listed) == len(set(listed))
    assert len(KindTree.standard()) == len(set(listed) | set(lists))


def test_the_standard_tree_is_read_once():
    """Every caller gets the same tree."""
    assert KindTree.standard() is KindTree.standard()


def test_own_kinds_hang_where_the_workspace_says():
    """New kinds may hang below one another in any order, and stand after their parent in tree order."""
    tree = KindTree.standard().with_kinds({"night-school": "evening-school", "evening-school": "training"})
    assert tree.parent("night-school") == "evening-school"
    assert tree.parent("training") is None
    assert tree.is_a("night-school", "training")
    kinds = list(tree)
    assert kinds[kinds.index("mentoring") :][:4] == ["mentoring", "evening-school", "night-school", "meeting"]
    assert tree.children("training")[-1] == "evening-school"
    assert "night-school" not in KindTree.standard()


def test_trees_with_equal_kinds_are_equal():
    """Equality and hash follow the kinds, not the object."""
    one = KindTree.standard().with_kinds({"gala": "public-event"})
    other = KindTree.standard().with_kinds({"gala": "public-event"})
    assert one == other
    assert hash(one) == hash(other)
    assert one != KindTree.standard()


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ({"summit": "meeting"}, "the kind 'summit' exists already; choose another name"),
        (
            {"gala": "publc-event"},
            "the kind 'gala' hangs below 'publc-event', which is no kind; did you mean 'public-event'?",
        ),
        (
            {"gala": "xyz"},
            "the kind 'gala' hangs below 'xyz', which is no kind; the roots are public-event, training, meeting, advocacy, monitoring, fieldwork, campaign, representation",
        ),
        (
            {"a": "b", "b": "c", "c": "b"},
            "kinds hang in a circle: 'b' below 'c' below 'b'; hang one of them below a standard kind",
        ),
        ({"a": "a"}, "kinds hang in a circle: 'a' below 'a'; hang one of them below a standard kind"),
    ],
)
def test_kinds_that_cannot_hang_are_refused(kinds, message):
    """A taken name, an unknown parent and a circle are named, with what to do."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        KindTree.standard().with_kinds(kinds)


def test_a_tree_loses_no_kind_in_silence():
    """Kinds that no root holds are refused."""
    with pytest.raises(ValueError, match=r"^the kinds 'b' hang below no root$"):
        KindTree({"a": None, "b": "c"})


def test_an_unknown_kind_is_named():
    """Asking for a kind that does not exist suggests the nearest."""
    with pytest.raises(KeyError, match=r"there is no kind 'confrence'; did you mean 'conference'\?"):
        KindTree.standard().subtree("confrence")


# Labels


@pytest.mark.parametrize("words", WORD_LISTS, ids=lambda words: words.__name__)
def test_every_word_has_a_label_and_every_label_its_word(words):
    """Labels of a list are its members; gender alone has one for what is not recorded."""
    family = label_id(next(iter(words))).partition(".")[0]
    more = {"not-recorded"} if words is Gender else set()
    assert set(toml("labels.toml")[family]) == set(words) | more


def test_every_kind_has_a_label_and_every_label_its_kind():
    """The tree and the labels name the same kinds."""
    assert set(toml("labels.toml")["kind"]) == set(KindTree.standard())


def test_every_label_is_written_in_every_language():
    """No label leaves out a language, or holds one that reports do not have, or is blank."""
    for family, entries in toml("labels.toml").items():
        for name, entry in entries.items():
            if isinstance(entry, dict):
                assert set(WRITTEN) <= set(entry) <= set(LANGUAGES), f"{family}.{name}"
            if family != "unit":
                words = [entry] if isinstance(entry, str) else list(entry.values())
                assert all(form.strip() == form != "" for form in words), f"{family}.{name}"


def test_places_for_words_are_the_same_in_every_language():
    """A label that takes {number} in English takes it everywhere, in Cyrillic too."""
    for id, words in labels().items():
        places = {language: sorted(re.findall(r"\{[^}]*\}", form)) for language, form in words.items()}
        assert all(found == places["en"] for found in places.values()), f"{id}: {places}"


def test_cyrillic_labels_hold_no_latin_letters():
    """Every Serbian label and noun is Cyrillic, but for names that keep their letters."""
    for id, words in labels().items():
        bare = re.sub(r"\{[^}]*\}|\bF9\b", "", words["sr-Cyrl"])
        if words["en"] != words["sr-Latn"] or not words["en"].isupper():
            assert not re.search("[A-Za-zčćđšžČĆĐŠŽ]", bare), f"{id}: {bare}"
    for id in units():
        for number in (1, 2, 5):
            assert not re.search("[A-Za-zčćđšž]", plural(id, number, "sr-Cyrl")), id


def test_every_unit_has_the_forms_that_its_language_needs():
    """English and Albanian have one and other, Serbian one, few and other; Albanian and Serbian say the gender."""
    for name, unit in toml("labels.toml")["unit"].items():
        assert set(unit["en"]) == {"one", "other"}, name
        assert set(unit["sq"]) == {"one", "other", "gender"}, name
        assert set(unit["sr-Latn"]) == {"one", "few", "other", "gender"}, name
        assert {unit["sq"]["gender"], unit["sr-Latn"]["gender"]} <= {"masculine", "feminine", "neuter"}, name
        assert unit["sq"]["gender"] != "neuter", name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_a_form_that_cldr_adds_later(language):
    """The plural categories of CLDR are the ones that the units hold."""
    expected = {"one", "few"} if language.startswith("sr") else {"one"}
    assert set(locale_of(language).plural_form.rules) == expected


def test_labels_read_one_family_at_a_time_are_those_of_the_file() -> None:
    """Only the families that a report needs are parsed; together they are the whole file."""
    assert {name: family_of("labels.toml", name) for name in families("labels.toml")} == toml("labels.toml")



@pytest.mark.parametrize(
    ("id", "language", "words"),
    [
        ("gender.woman", "en", "Women"),
        ("gender.not-recorded", "sq", "Nuk është regjistruar"),
        ("role.speaker", "sr-Latn", "Govornici"),
        ("scope.local", "sr-Cyrl", "Локални"),
        ("publication-kind.policy-brief", "sr-Latn", "Predlog praktične politike"),
        ("kind.roundtable", "sq", "Tryezë e rrumbullakët"),
        ("kind.conference", "sr-Cyrl", "Конференција"),
        ("report.in-figures", "en", "{year} in figures"),
        ("report.in-figures", "sr-Cyrl", "{year} у бројкама"),
        ("qualifier.over", "sq", "mbi {number}"),
        ("identifier-scheme.doi", "sr-Cyrl", "DOI"),
        ("basis.records", "en", "counted from records"),
    ],
)
def test_labels(id, language, words):
    """Labels are the field's words, in each language."""
    assert label(id, language) == words


def test_a_label_becomes_a_text_in_all_languages():
    """The mapping of all labels feeds texts that are shown in whatever language is asked for."""
    text = Text(labels()["scope.regional"])
    assert [text.within(language) for language in LANGUAGES] == ["Regional", "Rajonal", "Regionalni", "Регионални"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: label("gender.womn", "en"), "there is no label 'gender.womn'; did you mean 'gender.woman'?"),
        (lambda: label("gender.woman", "de"), "expected a language, one of en, sq, sr-Latn, sr-Cyrl, got 'de'"),
        (lambda: plural("unit.projct", 1, "en"), "there is no unit 'unit.projct'; did you mean 'unit.project'?"),
        (lambda: plural("unit.project", 1, "sr"), "expected a language, one of en, sq, sr-Latn, sr-Cyrl, got 'sr'"),
        (lambda: locale_of("xx"), "expected a language, one of en, sq, sr-Latn, sr-Cyrl, got 'xx'"),
        (lambda: country_name("KV", "en"), "expected a country, ISO 3166-1 alpha-2 or XK, got 'KV'"),
        (lambda: language_name("qqq", "en"), "expected the code of a language such as sq, got 'qqq'"),
    ],
)
def test_what_does_not_exist_is_named(call, message):
    """A name that does not exist is a mistake of the program, said in whole."""
    with pytest.raises(KeyError) as caught:
        call()
    assert caught.value.args == (message,)


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        (0, ("publications", "publikime", "publikacija", "публикација")),
        (1, ("publication", "publikim", "publikacija", "публикација")),
        (2, ("publications", "publikime", "publikacije", "публикације")),
        (4, ("publications", "publikime", "publikacije", "публикације")),
        (5, ("publications", "publikime", "publikacija", "публикација")),
        (12, ("publications", "publikime", "publikacija", "публикација")),
        (18, ("publications", "publikime", "publikacija", "публикација")),
        (21, ("publications", "publikime", "publikacija", "публикација")),
        (22, ("publications", "publikime", "publikacije", "публикације")),
        (111, ("publications", "publikime", "publikacija", "публикација")),
    ],
)
def test_nouns_after_a_number(number, forms):
    """Serbian has three forms; 11 to 14 take the last one."""
    assert tuple(plural("unit.publication", number, language) for language in LANGUAGES) == forms


@pytest.mark.parametrize(
    ("unit", "number", "language", "noun"),
    [
        ("unit.meeting", 1, "sr-Latn", "sastanak"),
        ("unit.meeting", 3, "sr-Latn", "sastanka"),
        ("unit.meeting", 50, "sr-Latn", "sastanaka"),
        ("unit.media-appearance", 150, "sr-Latn", "medijskih nastupa"),
        ("unit.public-event", 22, "sr-Cyrl", "јавна догађаја"),
        ("unit.woman", 9, "sq", "gra"),
        ("unit.consortium", 4, "en", "consortia"),
        ("unit.publication", Decimal("1.5"), "en", "publications"),
        ("unit.publication", Decimal("1.5"), "sr-Latn", "publikacija"),
        ("unit.percent", 45, "sq", "për qind"),
    ],
)
def test_nouns_of_the_annual_report(unit, number, language, noun):
    """Nouns with adjectives and irregular nouns are right as well."""
    assert plural(unit, number, language) == noun


def test_the_gender_of_nouns():
    """English nouns have none, so number words stay in their only form."""
    assert [noun_gender("unit.publication", language) for language in LANGUAGES] == [
        "masculine",
        "feminine",
        "feminine",
        "feminine",
    ]
    assert noun_gender("unit.attendance", "sr-Latn") == "neuter"


# Codes


def test_kosovo_is_a_country():
    """XK is a country with a name in every language of reports."""
    assert is_country("XK")
    assert [country_name("XK", language) for language in LANGUAGES] == ["Kosovo", "Kosovë", "Kosovo", "Косово"]


@pytest.mark.parametrize("code", ["EU", "UN", "ZZ", "XA", "AC", "419", "xk", "XKX", ""])
def test_what_is_no_country(code):
    """Groups of countries, reserved and private codes, regions and other spellings are no countries."""
    assert not is_country(code)


def test_the_countries_are_those_of_iso_and_kosovo():
    """CLDR names the 249 codes of ISO 3166-1, XK, and codes that are reserved, private or groups of countries."""
    others = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    named = {code for code in map(str, Locale.parse("en").territories) if re.fullmatch("[A-Z]{2}", code)}
    assert {code for code in named if is_country(code)} == named - others
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert sum(is_country(first + second) for first in letters for second in letters) == 250


def test_languages_of_reports():
    """A language without its script is none where both scripts are used."""
    assert [is_language(code) for code in ("en", "sq", "sr-Latn", "sr-Cyrl", "sr", "de", "EN")] == [True] * 4 + [
        False
    ] * 3


def test_names_of_languages():
    """Publications may be in languages that reports are not written in."""
    assert language_name("mk", "en") == "Macedonian"
    assert language_name("sr-Cyrl", "sr-Latn") == "srpski"
    assert language_name("sq", "sq") == "shqip"


@pytest.mark.parametrize(
    ("code", "right"),
    [("15210", True), ("43082", True), ("152", False), ("152100", False), ("05210", False), ("1521a", False)],
)
def test_sectors_have_five_digits(code, right):
    """A sector is a DAC purpose code."""
    assert is_sector(code) is right


# Serbian Cyrillic


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Ljubljana, Njegoš, Džep", "Љубљана, Његош, Џеп"),
        ("LJUBAV NJEGOVA DŽEP", "ЉУБАВ ЊЕГОВА ЏЕП"),
        ("Priština i Đakovica", "Приштина и Ђаковица"),
        ("čovek, ćirilica, šuma, žena", "човек, ћирилица, шума, жена"),
        ("injekcija, konjunktura, nadživeti, vanjezički", "инјекција, конјунктура, надживети, ванјезички"),
        ("konj, njega, prednji", "коњ, њега, предњи"),
        ("Tanjug, tanjir", "Танјуг, тањир"),
        ("ǋegoš", "Његош"),
        ("c\u030cas", "час"),
        ("31. decembar 2022.", "31. децембар 2022."),
        ("Горе", "Горе"),
        ("", ""),
    ],
)
def test_serbian_in_cyrillic(latin, cyrillic):
    """Two letters are one in Cyrillic unless a prefix ends between them; what is no Serbian Latin stays."""
    assert transliterate(latin) == cyrillic


def test_every_letter_of_the_alphabet_has_its_own():
    """The thirty letters in the order of the Latin alphabet become thirty different ones."""
    latin = "a b c č ć d dž đ e f g h i j k l lj m n nj o p r s š t u v z ž"
    cyrillic = "а б ц ч ћ д џ ђ е ф г х и ј к л љ м н њ о п р с ш т у в з ж"
    assert transliterate(latin) == cyrillic
    assert transliterate(latin.upper()) == cyrillic.upper()


# Cost


def test_importing_reads_no_file_and_no_babel():
    """The words cost nothing until they are used: neither Babel nor the TOML reader is imported."""
    code = "import sys, kcss_core.vocabulary; print([name for name in ('babel', 'tomllib') if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_scopes_stand_from_near_to_far():
    """The order of the words is the order of rows in a report."""
    assert [str(scope) for scope in Scope] == ["local", "national", "regional", "international"]


def test_transliterate_keeps_what_a_program_fills_in():
    """A name in braces is str.format's and stays Latin."""
    assert transliterate("Grupe: {groups}") == "Групе: {groups}"
