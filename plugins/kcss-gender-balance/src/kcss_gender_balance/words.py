"""The plugin's words for readers, in every language of reports. Decides nothing and formats no number."""

from __future__ import annotations

from kcss_core.text import Text
from kcss_core.vocabulary import transliterate


def text(en: str, sq: str, sr: str) -> Text:
    """Return a text in the languages of reports; Serbian is given in Latin script."""
    return Text({"en": en, "sq": sq, "sr-Latn": sr, "sr-Cyrl": transliterate(sr)})


# --- captions and headings

CAPTION = text("Women and men", "Gra dhe burra", "Žene i muškarci")
CAPTION_BY = text(
    "{group}: women and men by {dimension} ({unit})",
    "{group}: gra dhe burra sipas: {dimension} ({unit})",
    "{group}: žene i muškarci, po: {dimension} ({unit})",
)
CAPTION_SHARES_BY = text(
    "{group}: share of women by {dimension}",
    "{group}: përqindja e grave sipas: {dimension}",
    "{group}: udeo žena, po: {dimension}",
)
CAPTION_AGAINST_BY = text(
    "Invited against attended: share of women by {dimension} ({unit})",
    "Të ftuar kundrejt të pranishëm: përqindja e grave sipas: {dimension} ({unit})",
    "Pozvani prema prisutnima: udeo žena, po: {dimension} ({unit})",
)
CAPTION_TREND = text(
    "Share of women over time ({unit})",
    "Përqindja e grave ndër kohë ({unit})",
    "Udeo žena kroz vreme ({unit})",
)
GROUP = text("Group", "Grupi", "Grupa")
DIFFERENCE = text(
    "Difference (percentage points)", "Dallimi (pikë përqindjeje)", "Razlika (procentni poeni)"
)
ATTENDED_LESS_INVITED = text("Attended less invited", "Të pranishëm minus të ftuar", "Prisutni minus pozvani")

# --- what is counted

PERSONS = text("persons", "persona", "osobe")
PERSONS_ONCE = text("persons, each once", "persona, secili një herë", "osobe, svaka jednom")
ATTENDANCES = text("attendances", "pjesëmarrje", "učešća")
INVITATIONS = text("invitations", "ftesa", "pozivi")

# --- dimensions whose names need more than the vocabulary's word

PLACE_OF_ACTIVITY = text(
    "Municipality of the activity", "Komuna e aktivitetit", "Opština održavanja aktivnosti"
)
HOME_OF_PARTICIPANT = text(
    "Municipality of the participant", "Komuna e pjesëmarrësit", "Opština iz koje je učesnik"
)

# --- notes

MEASURE_BALANCE = text(
    "The target is met where neither women nor men are below {low}.",
    "Synimi është arritur kur as gratë e as burrat nuk janë nën {low}.",
    "Ciljna vrednost je dostignuta kada ni žena ni muškaraca nema manje od {low}.",
)
MEASURE_RANGE = text(
    "The target is met where the share of women is from {low} to {high}.",
    "Synimi është arritur kur përqindja e grave është nga {low} deri në {high}.",
    "Ciljna vrednost je dostignuta kada je udeo žena od {low} do {high}.",
)
MEASURE_LEAST = text(
    "The target is met where the share of women is {low} or more.",
    "Synimi është arritur kur përqindja e grave është {low} ose më shumë.",
    "Ciljna vrednost je dostignuta kada je udeo žena {low} ili više.",
)
BOUNDS = text(
    "The share leaves out those whose gender is not known; the range below it puts them on either side.",
    "Përqindja nuk i përfshin ata, gjinia e të cilëve nuk dihet; intervali nën të i vendos në njërën ose tjetrën anë.",
    "Udeo ne obuhvata one čiji pol nije poznat; raspon ispod njega svrstava ih na jednu ili na drugu stranu.",
)
STATED = text("Stated without counts: {groups}.", "E dhënë pa numra: {groups}.", "Navedeno bez brojeva: {groups}.")
UNDETERMINED = text(
    "Undetermined: people of whom gender or name is not recorded, or the rounding of a stated percentage, could change "
    "the assessment.",
    "E papërcaktuar: personat, gjinia ose emri i të cilëve nuk është regjistruar, ose rrumbullakimi i përqindjes së "
    "dhënë, mund ta ndryshonin vlerësimin.",
    "Neodređeno: osobe čiji pol ili ime nije evidentirano, ili zaokruživanje navedenog procenta, mogli bi da promene "
    "ocenu.",
)
OVERLAP = text(
    "Some stand in more than one row; the total counts each once.",
    "Disa janë në më shumë se një rresht; në shumën e përgjithshme secili numërohet vetëm një herë.",
    "Neki su u više redova; u ukupnom broju svaki je brojan samo jednom.",
)
FEWEST = text(
    "Some may be listed twice under similar names; the number after ≥ is how many persons are left if each of the "
    "pairs saved as open is one person (in all lists: {pairs}). Pairs that nobody has saved are not in it.",
    "Disa mund të jenë regjistruar dy herë me emra të ngjashëm; numri pas ≥ tregon sa persona mbeten nëse secili nga "
    "çiftet e ruajtura si të hapura është një person (në të gjitha listat: {pairs}). Çiftet që nuk i ka ruajtur askush "
    "nuk janë përfshirë.",
    "Neki su možda upisani dvaput pod sličnim imenima; broj iza ≥ kaže koliko osoba ostaje ako je svaki par sačuvan "
    "kao otvoren jedna osoba (u svim spiskovima: {pairs}). Parovi koje niko nije sačuvao nisu uračunati.",
)
UNDECIDED = text(
    "Not counted, because it is not recorded whether, or when, they were invited or came: {numbers}.",
    "Nuk janë numëruar, sepse nuk është regjistruar nëse, ose kur, janë ftuar ose kanë ardhur: {numbers}.",
    "Nisu brojani, jer nije evidentirano da li su, ili kada su, pozvani ili došli: {numbers}.",
)
NOBODY_NAMED = text(
    "How many different persons these are is not known: head counts name nobody.",
    "Nuk dihet sa persona të ndryshëm janë: numërimet e pranisë nuk përmbajnë emra.",
    "Ne zna se koliko je to različitih osoba: zbirna brojanja ne navode imena.",
)
IN_POINTS = text(
    "Attended less invited is in percentage points.",
    "Dallimi i të pranishmëve nga të ftuarit është në pikë përqindjeje.",
    "Razlika prisutnih i pozvanih je u procentnim poenima.",
)
MORE_CAME = text(
    "More attended than were invited, so not every activity has a list of invitations.",
    "Kanë marrë pjesë më shumë se sa janë ftuar, pra jo çdo aktivitet ka listë të ftesave.",
    "Prisutnih je više nego pozvanih, dakle nema svaka aktivnost spisak poziva.",
)
