"""What the rules may know of words that they never read (R-480).

The author's desk runs ``check_text`` on each text before sealing it and signs the result; the
reader's desk runs it again on opening. The same text and the same known names give the same
checks on every machine: no locale, no clock, no dictionary beside the lists below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final, Self

VERSION: Final = 2
"""Of the checker. A list or rule that changes what is flagged raises it.

The first took every word of a name for it, ordinary or not: what it said of a text is what this
one says of it, or it names a subject besides.
"""


class Flag(StrEnum):
    """What may be wrong with a text."""

    BLANK = "blank"
    BARE_GROUND = "bare-ground"
    VAGUE = "vague"
    NAMES_SUBJECT = "names-subject"
    CONTROL_CHARACTERS = "control-characters"


@dataclass(frozen=True, kw_only=True, slots=True)
class TextChecks:
    """The checks of one text: version of the checker, count of words, flags in order."""

    version: int
    words: int
    flags: tuple[Flag, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing is said."""
        return Flag.BLANK in self.flags

    @property
    def bare(self) -> bool:
        """Whether a ground is named and no reason given, or only phrases that fit any case."""
        return Flag.BARE_GROUND in self.flags or Flag.VAGUE in self.flags

    @property
    def names_subject(self) -> bool:
        """Whether a name known to the desk occurs."""
        return Flag.NAMES_SUBJECT in self.flags

    @property
    def unreadable(self) -> bool:
        """Whether there are characters that no one can see or print."""
        return Flag.CONTROL_CHARACTERS in self.flags

    def to_plain(self) -> dict[str, object]:
        """As a statement carries it and an event keeps it."""
        return {
            "version": self.version,
            "words": self.words,
            "flags": [flag.value for flag in self.flags],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """Read what ``to_plain`` wrote; ``ValueError`` for anything else."""
        version, words, flags = plain.get("version"), plain.get("words"), plain.get("flags")
        if set(plain) != {"version", "words", "flags"}:
            raise ValueError("text checks hold version, words and flags, and nothing else")
        if type(version) is not int or version < 1 or type(words) is not int or words < 0:
            raise ValueError("version is a whole number from 1, words one from 0")
        read = tuple(Flag(str(flag)) for flag in flags) if isinstance(flags, list) else None
        if read is None or read != _in_order(read):
            raise ValueError("flags are a list of codes, each once and in order")
        return cls(version=version, words=words, flags=read)


def said(checks: TextChecks | None) -> bool:
    """Whether anything is said that can be read. Where a name may be meant, it may stand."""
    return checks is not None and not checks.blank and not checks.unreadable


def check_text(text: str, *, subjects: Iterable[str] = ()) -> TextChecks:
    """The checks of ``text``. ``subjects`` are the names that the desk knows of the case.

    blank: no letter and no digit. bare-ground: nothing but a ground's name and filler ("We
    cannot share because of GDPR"). vague: nothing but phrases that fit any case
    ("safeguarding concerns"). names-subject: any part of a known name occurs, whatever its
    case, accents, apostrophes or possessive; a name that is also an ordinary word ("Will",
    "Young") only with a capital. control-characters: anything invisible but tab, line end and
    joiners.
    """
    words = words_of(text)
    meant = [word for word in words if word not in _FILLER]
    flags: set[Flag] = set()
    if not words:
        flags.add(Flag.BLANK)
    elif any(word in _GROUND for word in meant) and _only(meant, _GROUND):
        flags.add(Flag.BARE_GROUND)
    elif _only(meant, _GROUND | _STOCK):
        flags.add(Flag.VAGUE)
    if named_in(text, subjects):
        flags.add(Flag.NAMES_SUBJECT)
    if not text.isprintable() and any(_invisible(character) for character in text):
        flags.add(Flag.CONTROL_CHARACTERS)
    return TextChecks(version=VERSION, words=len(words), flags=_in_order(flags))


def named_in(text: str, subjects: Iterable[str]) -> str:
    """The first word of a text that is taken for a name, as it is written; or nothing.

    For the author alone, at whose desk the text and the names are; no checks carry it.
    """
    parts = _name_parts(subjects)
    if not parts:
        return ""
    return next((written for form, written in _nameable(text) if form in parts), "")


def visible(text: str) -> str:
    """The text with a mark for every character that no one can see: it cannot act on a screen.

    What turns the direction of writing, or clears a terminal, shows as what it is.
    """
    return "".join("\ufffd" if _invisible(each) else each for each in text)


def _in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    present = set(flags)
    return tuple(flag for flag in Flag if flag in present)


def _only(words: Iterable[str], allowed: frozenset[str]) -> bool:
    return all(word in allowed for word in words)


def words_of(text: str) -> list[str]:
    """Words without case, accents and apostrophes: ``O'Brien`` is ``obrien``."""
    return [word.casefold() for word in _written(text)]


def _written(text: str) -> list[str]:
    return _WORD.findall(_DOTTED.sub(r"\1", _without_marks(text)))


def _without_marks(text: str) -> str:
    joined = _JOINERS.sub("", text)
    if joined.isascii():
        return joined
    decomposed = unicodedata.normalize("NFKD", joined).translate(_UNMARKED)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _name_parts(names: Iterable[str]) -> set[str]:
    """Each part of each name, and adjacent parts joined: ``Mary-Ann`` is ``maryann`` too."""
    parts: set[str] = set()
    for name in names:
        meant = [word for word in words_of(name) if word not in _PARTICLES]
        parts.update(word for word in meant if len(word) > 1)
        parts.update(first + second for first, second in pairwise(meant))
    return parts


def _nameable(text: str) -> Iterator[tuple[str, str]]:
    """What may be a name, and how it is written: words, also without an ``s``, and pairs."""
    written = _written(text)
    for word in written:
        form = word.casefold()
        if word[0].isupper() or not _is_ordinary(form):
            yield form, word
            if form.endswith("s"):
                yield form.removesuffix("s"), word[:-1]
    for first, second in pairwise(written):
        yield (first + second).casefold(), f"{first} {second}"


def _is_ordinary(word: str) -> bool:
    return word in _FILLER or not _ORDINARY.isdisjoint({word, word.removesuffix("s")})


def _invisible(character: str) -> bool:
    if character in "\t\n\r\u200c\u200d":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")  # G.D.P.R.
_JOINERS = re.compile("['\u2018\u2019\u02bc`\u00b4\u00ad\u200b-\u200d\u2060\ufeff]")
_UNMARKED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae"}
)


def _list(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PARTICLES = _list("ab al ap bin da de del den der di du el ferch la le van von")
"""Parts of names that are ordinary words as well."""

_FILLER = _list(
    """
    a an and are as at be because been being but by can cannot cant could do does dont due for
    from has have how i if in is it its law legal legally may might must my no not of on only or
    our please policy reason reasons sorry that the their them then there these they this those
    to under unable us was we were what which will with wont would you your any all allow
    allowed disclose disclosing disclosure give given giving pass passing permit permitted
    prevent prevents provide release say says share shared sharing information info details
    ac achos allwn am amdani ar byddai chi ddim dan ei ein er eu fe felly gael gan ganiatau
    gellir gennym gwybodaeth hon hwn hyn hynny i methu na nad ni nid nin o oblegid oherwydd os
    rhag rhannu rannu datgelu ddatgelu rhesymau resymau rheswm reswm rhoi sydd syn un wedi wrth
    wybodaeth y yn yr yw
    """
)
"""Words that carry no reason by themselves, English and Welsh."""

_ORDINARY = _list(
    """
    ache amber angry april arm arrow august autumn back baker ball band bank bar barn
    basket bath battle bay beach bell bench best big bill bird bishop black blood blue
    bond bone book boot bottle box boy branch brand bread bridge bright brook brother
    brown bull burn bury bush butcher butler button cage camp case cash castle chamber
    chance chapel chase cheek child christmas church clay close cloud coach coat cold
    comfort constable cook corner cotton country court cousin cow cross crow crown dark
    darling dash dawn day deal dear deep doctor drew drink drive driver dry duck duke earl
    early earth east easter ever fair faith fall farm farmer fast father feather field
    finch fine fire fish flat flint flood flower fly foot ford forest fox free french
    friend frost fuller game garden gate gentle gift glass gold golden good grace grand
    grant grass grave great green grey ground grove guard guest guy hall hand happy hard
    harm harvest hawk hay head heal health heart heaven heavy high hill hire hole holiday
    home honey hood hook hope horn horse house hunt hurt ice iron joy judge july june just
    key kid kind king kitchen knee knife knight lady lake lamb land lane large last lawn
    leaf left leg light lion little lock lodge long lord love low luck major man march
    mark market marsh master mead meadow mercy merry mile miles mill mine money monk moon
    moor morning mother mount nail neighbour new nice night noble north novel nurse oak
    old orange pace page pain paint pardon parent parish park part patience pay peace
    peach pepper person pet pike pink place plant play pool poor pope porter post pot
    potter pound power pride priest prime prince prior proper proud purse queen quick rain
    ransom reading real red reed rest rice rich rider ring rise river road rock roof room
    rose rough round royal rush sad sail saint sale salt sand savage school sea self
    sergeant sharp sheep shepherd ship shoe shore short silver single sister sky slight
    small smart snow soft son song south speed spring square stable staff star stay steel
    step still stock stone store storm story strange street strong sugar summer sun sunday
    swan sweet swift tall temple thorn tiger tower town train tree trip true trust twin
    uncle vale valley walk walker wall war ward warm wash watch water way week well west
    wheel white whole wild winter wise wolf wood wool word work worth yard year yellow
    young
    awel bach bryn cariad coch du ebrill eira enfys ffydd glan glas glyn gobaith gwawr
    gwyn haf hir llwyd mai mawr medi seren tirion
    """
)
"""Words that are names as well, English and Welsh: in small letters they are the word."""

_GROUND = _list(
    """
    gdpr ukgdpr uk general regulation regulations data protection act acts dpa duaa 1998 2016
    2018 2025 human rights right hra echr article articles art 6 8 9 convention confidential
    confidentiality confidence private privacy consent ico information governance ig caldicott
    incompatible duties duty another adverse effect exercise functions function own
    rhddc rheoliad rheoliadau cyffredinol diogelu ddiogelu data deddf ddeddf hawliau hawl dynol
    erthygl confensiwn cyfrinachol gyfrinachol cyfrinachedd gyfrinachedd preifat breifat
    preifatrwydd breifatrwydd cydsyniad gydsyniad caniatad du
    """
)
"""Words of which a bare ground is made: the name of an Act, a right or a ground."""

_STOCK = _list(
    """
    above apply appropriate asap case concern concerned concerns discussed etc file general
    n na needed needs none nil necessary noted ok other purpose purposes reason required routine
    safeguarding safeguard see standard tba tbc test unknown usual various welfare yes
    achos angen arferol diben dibenion diogelu dim ie lles pryder pryderon uchod
    """
)
"""Phrases that fit any case and so explain none."""
