"""The text checks for other systems; brought up to date by running this module.

The lists of words as the checker has them, and texts with the checks that it makes of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from hub_domain import text_checks
from hub_domain.text_checks import VERSION, check_text

FILE: Final = Path(__file__).parents[2] / "docs" / "text-checks.json"

_TEXTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("", ()),
    (" ... ", ()),
    ("GDPR", ()),
    ("G.D.P.R.", ()),
    ("We can\u2019t share this because of GDPR", ()),
    ("Ni allwn rannu oherwydd diogelu data", ()),
    ("GDPR was considered; the third pupil is not in the case you describe", ()),
    ("safeguarding concerns", ()),
    ("because of", ()),
    ("Bruises were seen on Monday by two teachers.", ("Kit Archer",)),
    ("Archer's bruises were seen on Monday.", ("Kit Archer",)),
    ("Sian O\u2019Brien was away in May", ("Siân O'Brien",)),
    ("Maryann was away", ("Mary-Ann Owen",)),
    ("Mary Ann was away", ("Maryann Owen",)),
    ("This will be needed on Monday", ("Will Moss",)),
    ("We saw Will on Monday", ("Will Moss",)),
    ("A young boy, seen in the green woods", ("Kit Young", "May Green", "Ada Wood")),
    ("Young was seen on Monday", ("Kit Young",)),
    ("may young was seen on Monday", ("May Young",)),
    ("Bachgen bach, yn yr haf", ("Haf Bach",)),
    ("Łucja and Søren were away", ("Lucja Ćwik",)),
    ("He went with de la Cruz", ("Ana de la Vega",)),
    ("Seen on \u202eMonday by the nurse", ()),
    ("Seen\ton Monday\nby the nurse", ()),
    ("snake_case is two words", ()),
    ("½ of 190 days, and ﬁve more", ()),
)


def vectors() -> dict[str, Any]:
    """What the file holds."""
    lists: Any = text_checks
    return {
        "version": VERSION,
        "joiners": lists._JOINERS.pattern,  # noqa: SLF001
        **{
            name: sorted(getattr(lists, f"_{name.upper()}"))
            for name in ("filler", "ordinary", "ground", "stock", "particles")
        },
        "texts": [
            {
                "text": text,
                "names": list(names),
                "checks": check_text(text, subjects=names).to_plain(),
            }
            for text, names in _TEXTS
        ],
    }


def written() -> str:
    """The file as it stands in the repository."""
    return json.dumps(vectors(), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="ascii")
