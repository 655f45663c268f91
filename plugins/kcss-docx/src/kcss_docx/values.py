"""Living values: each place of a value, and what the document knows of all places of one value. Knows no block."""

from __future__ import annotations

from attrs import define, field

from kcss_core.figures.value import Address
from kcss_core.prose import PLACEHOLDER
from kcss_core.report.blocks import Content, Footnote, Form, LineBreak, ValueSpan
from kcss_core.text import clean
from kcss_core.vocabulary import Qualifier
from kcss_docx.markup import attribute, digest, escape
from kcss_docx.store import NAMESPACE, STORE_ID, Stored, words_of


@define
class _Known:
    """One value of the document while it is written."""

    key: str
    span: ValueSpan
    label: str
    places: int = 0
    alias: str = field(init=False)
    mark: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.alias = title_of(self.label, self.span.value.address)
        self.mark = mark(printed(self.span))


class Values:
    """The values of one document.

    A key names address, form and qualifier. Should two places of one key read differently all the same, the later
    words get a key of their own: a shared one would level them.

    Args:
        bind: Whether all places of one value share the stored words, so that typing over one changes all.
    """

    def __init__(self, language: str, *, bind: bool = True) -> None:
        self._language = language
        self._bind = bind
        self._known: dict[str, _Known] = {}
        self._keys: dict[tuple[Address, Form, Qualifier | None, str], str] = {}

    def place(self, span: ValueSpan, face: str, identifier: int) -> str:
        """Return one place of a value: a hidden bookmark around a content control.

        Args:
            face: Run properties of the words, as XML.
            identifier: Unique among bookmarks and among content controls.
        """
        known = self._known[self.key(span)]
        known.places += 1
        run = f"<w:rPr>{face}</w:rPr>" if face else ""
        name = bookmark(known.key, known.places, known.mark)
        words = escape(printed(span))
        return (
            f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/><w:sdt>'
            f"{properties(known.key, known.alias, identifier, run, bind=self._bind)}"
            f'<w:sdtContent><w:r>{run}<w:t xml:space="preserve">{words}</w:t></w:r></w:sdtContent></w:sdt>'
            f'<w:bookmarkEnd w:id="{identifier}"/>'
        )

    def key(self, span: ValueSpan) -> str:
        """Return the key of a value as it is printed."""
        known = (span.value.address, span.form, span.qualifier, span.text)
        if known in self._keys:
            return self._keys[known]
        turn = 1
        while (key := key_of(span.value.address, span.form, span.qualifier, turn)) in self._known:
            turn += 1
        self._keys[known] = key
        self._known[key] = _Known(key, span, span.value.title.within(self._language))
        return key

    def stored(self) -> dict[str, Stored]:
        """Return what the store keeps of each value, by key."""
        return {
            key: Stored(
                text=printed(known.span),
                base=printed(known.span),
                value="" if known.span.value.magnitude is None else str(known.span.value.magnitude),
                label=known.label,
                places=known.places,
                address=known.span.value.address,
                form=known.span.form,
                qualifier=known.span.qualifier,
                is_hidden=known.span.value.hidden,
            )
            for key, known in self._known.items()
        }


def key_of(address: Address, form: Form, qualifier: Qualifier | None, turn: int = 1) -> str:
    """Return the key of a value: the same in every run, and whatever else the report holds.

    Args:
        turn: 2 for the second value whose key would be the same.
    """
    cell = [part for name, value in address.cell for part in (name, "" if value is None else f"={value}")]
    parts = [address.figure, words_of(address.period), *cell, form.value, qualifier or ""]
    return "v" + digest(parts if turn == 1 else [*parts, str(turn)], 12)


def title_of(label: str, address: Address) -> str:
    """Return the title of a value's controls, as a person would say it."""
    return attribute(f"{label} ({words_of(address.period)})", 64)


def mark(words: str) -> str:
    """Return what a bookmark remembers of the words that were printed in it, should the store be lost."""
    return digest([words], 8)


def mark_of(content: Content) -> str:
    """Return the mark of some words with a sign for each value, which may change; empty for no words."""
    pieces = [
        PLACEHOLDER if isinstance(part, ValueSpan) else "\n" if isinstance(part, LineBreak) else clean(part.text)[0]
        for part in content
        if not isinstance(part, Footnote)  # its words stand elsewhere
    ]
    words = " ".join("".join(pieces).split())
    return mark(words) if words else ""


def bookmark(key: str, number: int, mark: str) -> str:
    """Return the name of a place's bookmark. Word allows 40 letters, and hides names that begin with ``_``."""
    return f"_fig_{key}_{number}_{mark}"


def properties(key: str, alias: str, identifier: int, run: str, *, bind: bool) -> str:
    """Return the properties of a value's control, in the order that the schema wants."""
    binding = (
        f"<w:dataBinding w:prefixMappings=\"xmlns:f='{NAMESPACE}'\" "
        f'w:xpath="/f:figures[1]/f:{key}[1]/f:text[1]" w:storeItemID="{STORE_ID}"/>'
        if bind
        else ""
    )
    return (
        f'<w:sdtPr>{run}<w:alias w:val="{alias}"/><w:tag w:val="figure:{key}"/><w:id w:val="{identifier}"/>{binding}'
        "<w:text/></w:sdtPr>"
    )


def printed(span: ValueSpan) -> str:
    """Return a value's words as a control shows them: a plain-text control holds one line."""
    return span.text.replace("\n", " ")
