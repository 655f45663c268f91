"""People: participants, their participations, and head counts where no list of persons exists."""

from __future__ import annotations

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model.fields import BirthYear, Count, Country
from kcss_core.origin import Origin
from kcss_core.vocabulary import AgeGroup, Decision, Gender, Presence, Role


@frozen(kw_only=True)
class Participant:
    """One person. Everything that could name the person stays out of ``repr``.

    Attributes:
        gender: None where not recorded, which is another fact than ``undisclosed``.
        name: Optional; appears in no output unless asked for.
    """

    id: str = field(repr=False)
    gender: Gender | None = None
    affiliation: str | None = field(default=None, repr=False)
    municipality: str | None = field(default=None, repr=False)
    country: Country | None = None
    age_group: AgeGroup | None = None
    birth_year: BirthYear | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Participation:
    """One person at one activity in one role. Where columns were swapped, a name may stand for the activity.

    Attributes:
        invited, attended: None where not recorded; a list that asks for neither is one of those who attended.
    """

    participant: str = field(repr=False)
    activity: str = field(repr=False)
    role: Role = Role.PARTICIPANT
    invited: bool | None = None
    attended: bool | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class SameAs:
    """That two participants are one person, or are not, or that somebody should look.

    Attributes:
        participant: The id that stands for the same person as the other, and is counted with it.
        same_as: The id that is kept.
    """

    participant: str = field(repr=False)
    same_as: str = field(repr=False)
    decision: Decision = Decision.SAME
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class HeadCount:
    """How many persons in one role were invited to an activity, or attended it, by gender.

    **Units**: persons; None where not recorded. ``total`` as stated, even where the parts do not add up to it.
    """

    activity: str = field(repr=False)
    role: Role = Role.PARTICIPANT
    presence: Presence = Presence.ATTENDED
    women: Count | None = None
    men: Count | None = None
    non_binary: Count | None = None
    undisclosed: Count | None = None
    not_recorded: Count | None = None
    total: Count | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)

    @property
    def parts(self) -> int:
        """The sum of the parts that are recorded."""
        counts = (self.women, self.men, self.non_binary, self.undisclosed, self.not_recorded)
        return sum(count for count in counts if count is not None)

    @property
    def persons(self) -> int:
        """The total as stated, else the sum of the parts."""
        return self.parts if self.total is None else self.total
