"""What the sample centre's sheets say, in three languages and both scripts. All of it is invented. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("sq", "sr-Latn", "sr-Cyrl", "en")
CENTRE = {
    "sq": "Qendra Shembull për Siguri (fiktive)",
    "sr-Latn": "Ogledni centar za bezbednost (izmišljen)",
    "sr-Cyrl": "Огледни центар за безбедност (измишљен)",
    "en": "Sample Centre for Security (fictional)",
}
LIST = {"sq": "Lista e pjesëmarrësve", "sr-Latn": "Spisak učesnika", "sr-Cyrl": "Списак учесника", "en": "Attendance"}
REGISTER = {"sq": "Aktivitetet", "sr-Latn": "Aktivnosti", "sr-Cyrl": "Активности", "en": "Activities"}
TOTAL = {"sq": "Gjithsej", "sr-Latn": "Ukupno", "sr-Cyrl": "Укупно", "en": "TOTAL"}
DATE = {"sq": "Data:", "sr-Latn": "Datum:", "sr-Cyrl": "Датум:", "en": "Date:"}

HEADERS = {
    "sq": {
        "number": "Nr.", "name": "Emri dhe mbiemri", "gender": "Gjinia", "municipality": "Komuna",
        "affiliation": "Institucioni", "role": "Roli", "invited": "I ftuar", "attended": "I pranishëm",
        "signature": "Nënshkrimi", "phone": "Nr. telefonit", "activity": "ID e aktivitetit", "id": "ID",
        "title": "Aktiviteti", "kind": "Lloji", "date": "Data", "place": "Vendi", "scope": "Niveli",
        "program": "Programi", "project": "Projekti", "women": "Gra", "men": "Burra", "others": "Të tjerë",
        "total": "Gjithsej", "people": "Numri i personave",
    },
    "sr-Latn": {
        "number": "R. br.", "name": "Ime i prezime", "gender": "Pol", "municipality": "Opština",
        "affiliation": "Institucija", "role": "Uloga", "invited": "Pozvan", "attended": "Prisutan",
        "signature": "Potpis", "phone": "Telefon", "activity": "ID aktivnosti", "id": "ID",
        "title": "Naziv aktivnosti", "kind": "Vrsta", "date": "Datum", "place": "Mesto", "scope": "Nivo",
        "program": "Program", "project": "Projekat", "women": "Žene", "men": "Muškarci", "others": "Ostali",
        "total": "Ukupno", "people": "Broj osoba",
    },
    "sr-Cyrl": {
        "number": "Р. бр.", "name": "Име и презиме", "gender": "Пол", "municipality": "Општина",
        "affiliation": "Институција", "role": "Улога", "signature": "Потпис", "phone": "Телефон",
    },
    "en": {
        "number": "No.", "first": "First name", "last": "Last name", "gender": "Gender",
        "municipality": "Municipality", "affiliation": "Organisation", "role": "Role", "invited": "Invited",
        "attended": "Attended", "phone": "Phone", "signature": "Signature", "activity": "Activity id", "id": "ID",
        "title": "Title of activity", "kind": "Type of activity", "date": "Date", "place": "Place",
        "scope": "Level", "program": "Programme", "project": "Project", "women": "Women", "men": "Men",
        "others": "Others", "total": "Total", "people": "People",
    },
}  # fmt: skip

# Several words for one gender, because several people keep the lists.
GENDERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sq": {"woman": ("F", "Femër", "f"), "man": ("M", "Mashkull", "m"), "non-binary": ("Tjetër",)},
    "sr-Latn": {"woman": ("Ž", "Ženski", "z"), "man": ("M", "Muški", "m"), "non-binary": ("Drugo",)},
    "sr-Cyrl": {"woman": ("Ж", "Женски"), "man": ("М", "Мушки"), "non-binary": ("Остало",)},
    "en": {"woman": ("F", "Female", "Woman"), "man": ("M", "Male", "Man"), "non-binary": ("Other",)},
}
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sq": {
        "participant": ("Pjesëmarrës", "Pjesëmarrëse"), "speaker": ("Folës", "Folëse"),
        "panelist": ("Panelist", "Paneliste"), "moderator": ("Moderator", "Moderatore"),
        "trainer": ("Trajner", "Trajnere"),
    },
    "sr-Latn": {
        "participant": ("Učesnik", "Učesnica"), "speaker": ("Govornik", "Govornica"),
        "panelist": ("Panelista", "Panelistkinja"), "moderator": ("Moderator", "Moderatorka"),
        "trainer": ("Trener", "Trenerica"),
    },
    "sr-Cyrl": {
        "participant": ("Учесник", "Учесница"), "speaker": ("Говорник", "Говорница"),
        "panelist": ("Панелиста", "Панелисткиња"), "moderator": ("Модератор", "Модераторка"),
        "trainer": ("Тренер", "Тренерица"),
    },
    "en": {
        "participant": ("Participant",), "speaker": ("Speaker",), "panelist": ("Panelist",),
        "moderator": ("Moderator",), "trainer": ("Trainer",),
    },
}  # fmt: skip
KINDS = {
    "training": {"sq": "Trajnim", "sr-Latn": "Obuka", "en": "Training"},
    "workshop": {"sq": "Punëtori", "sr-Latn": "Radionica", "en": "Workshop"},
    "roundtable": {"sq": "Tryezë e rrumbullakët", "sr-Latn": "Okrugli sto", "en": "Round table"},
    "conference": {"sq": "Konferencë", "sr-Latn": "Konferencija", "en": "Conference"},
    "debate": {"sq": "Debat", "sr-Latn": "Debata", "en": "Debate"},
    "focus-group": {"sq": "Fokus grup", "sr-Latn": "Fokus grupa", "en": "Focus group"},
    "webinar": {"sq": "Webinar", "sr-Latn": "Vebinar", "en": "Webinar"},
}
SCOPES = {
    "local": {"sq": "Lokal", "sr-Latn": "Lokalni", "en": "Local"},
    "national": {"sq": "Kombëtar", "sr-Latn": "Nacionalni", "en": "National"},
    "regional": {"sq": "Rajonal", "sr-Latn": "Regionalni", "en": "Regional"},
}
TOPICS = (
    {"sq": "Siguria në lagje", "sr-Latn": "Bezbednost u naselju", "en": "Safety in the neighborhood"},
    {"sq": "Mbikëqyrja parlamentare", "sr-Latn": "Parlamentarni nadzor", "en": "Parliamentary oversight"},
    {"sq": "Gratë në polici", "sr-Latn": "Žene u policiji", "en": "Women in the police"},
    {"sq": "Siguria në internet", "sr-Latn": "Bezbednost na internetu", "en": "Safety online"},
    {"sq": "Buxheti i sigurisë", "sr-Latn": "Budžet bezbednosti", "en": "The security budget"},
    {"sq": "Dialogu mes të rinjve", "sr-Latn": "Dijalog mladih", "en": "Dialogue among the young"},
)
YES_NO = {"sq": ("Po", "Jo"), "sr-Latn": ("Da", "Ne"), "en": ("Yes", "No")}

#: Albanian, Serbian in Latin letters and in Cyrillic, English; the Albanian name is what the model keeps.
PLACES = (
    ("Prishtinë", "Priština", "Приштина", "Pristina"),
    ("Pejë", "Peć", "Пећ", "Peja"),
    ("Prizren", "Prizren", "Призрен", "Prizren"),
    ("Gjilan", "Gnjilane", "Гњилане", "Gjilan"),
    ("Gjakovë", "Đakovica", "Ђаковица", "Gjakova"),
    ("Ferizaj", "Uroševac", "Урошевац", "Ferizaj"),
    ("Graçanicë", "Gračanica", "Грачаница", "Gracanica"),
    ("Shtërpcë", "Štrpce", "Штрпце", "Strpce"),
    ("Vushtrri", "Vučitrn", "Вучитрн", "Vushtrri"),
    ("Lipjan", "Lipljan", "Липљан", "Lipjan"),
    ("Mitrovicë e Jugut", "Južna Mitrovica", "Јужна Митровица", "South Mitrovica"),
    ("Mitrovicë e Veriut", "Severna Mitrovica", "Северна Митровица", "North Mitrovica"),
)
AFFILIATIONS = (
    "Shkolla Testuese", "OJQ Shembulli", "Komuna", "Policia Fiktive", "Test Press", "NVO Primer",
    "Opština", "Ogledna škola", "Example University", "Sample Youth Club",
)  # fmt: skip

# Common names of the country, of nobody in particular: they are combined at random.
FIRST_NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sq": {
        "woman": ("Arta", "Drita", "Teuta", "Vjosa", "Fatmire", "Blerta", "Shpresa", "Lirije", "Mimoza", "Valbona"),
        "man": ("Agim", "Arben", "Besnik", "Fatmir", "Ilir", "Driton", "Luan", "Naim", "Valon", "Shkëlzen"),
    },
    "sr": {
        "woman": ("Jelena", "Milica", "Ljiljana", "Snežana", "Vesna", "Đurđa", "Dragana", "Ivana"),
        "man": ("Nikola", "Marko", "Dragan", "Miloš", "Đorđe", "Goran", "Ljubiša", "Zoran"),
    },
    "en": {"woman": ("Anna", "Emma", "Sarah", "Laura"), "man": ("James", "Peter", "Thomas", "Daniel")},
}
LAST_NAMES = {
    "sq": (
        "Krasniqi", "Gashi", "Berisha", "Hoxha", "Shala", "Morina", "Bytyqi", "Rexhepi", "Kelmendi", "Haliti",
        "Çeku", "Thaçi",
    ),
    "sr": ("Jovanović", "Petrović", "Nikolić", "Đorđević", "Ilić", "Stojanović", "Milenković", "Živković"),
    "en": ("Smith", "Brown", "Taylor", "Walker", "Green"),
}  # fmt: skip
LOCATIONS = {"sq": 0, "sr-Latn": 1, "sr-Cyrl": 2, "en": 3}
_PAIRS = (("lj", "љ"), ("nj", "њ"), ("dž", "џ"))
_LETTERS = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True))


def cyrillic(words: str) -> str:
    """Return Serbian words in Latin letters as they are written in Cyrillic ones."""
    for pair, letter in _PAIRS:
        words = words.replace(pair, letter).replace(pair.capitalize(), letter.upper())
    return "".join(
        _LETTERS[each] if each in _LETTERS else _LETTERS[each.lower()].upper() if each.lower() in _LETTERS else each
        for each in words
    )
