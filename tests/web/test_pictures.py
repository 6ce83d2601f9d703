"""A picture and its table say the same, and neither says more than the hub knows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from hub_services.desk.web.pictures import SHAPES, Lanes, entries_of, lanes_of
from hub_services.desk.web.rendering import environment
from hub_services.words.codes import CODES

SVG = "{http://www.w3.org/2000/svg}"
BOARD, SCHOOL, POLICE = (UUID(int=number) for number in (1, 2, 3))
NAMES = {BOARD: "Northshire ICB", SCHOOL: "Hollins School & <friends>", POLICE: "Police"}
BEGIN = datetime(2026, 10, 8, 22, 30, tzinfo=UTC)


AS_THE_CAPTION_SAYS = {
    "asked": "ring",
    "was-asked": "box",
    "was-sent": "box",
    "told-others": "disc",
    "opened": "square",
    "took-over": "box",
    "withheld": "cross",
    "assigned": "box",
    "no-longer-asked": "struck",
    "withdrew": "struck",
}


def row(
    position: int, agency: UUID, how: str, other: UUID | None, **more: Any
) -> dict[str, Any]:
    at = BEGIN + timedelta(hours=position)
    return {
        "agency_id": str(agency),
        "position": position,
        "how": how,
        "other_agency": str(other) if other else None,
        "record": str(uuid4()),
        "record_kind": "share-request",
        "kinds": ["fact"] if how == "was-sent" else [],
        "provision": "CA2004-16H",
        "occurred_at": at.isoformat(),
        "recorded_at": at.isoformat(),
        **more,
    }


STORY = [
    row(9, BOARD, "was-sent", SCHOOL),
    row(3, BOARD, "asked", SCHOOL),
    row(3, SCHOOL, "was-asked", BOARD),
    row(5, SCHOOL, "opened", BOARD, role="safeguarding-lead"),
    row(9, SCHOOL, "told-others", BOARD),
    row(12, BOARD, "opened", SCHOOL),
    row(31, POLICE, "asked", SCHOOL),
    row(31, SCHOOL, "was-asked", POLICE),
]


def lanes(rows: list[dict[str, Any]]) -> Lanes:
    return lanes_of(entries_of(rows, lambda anyone: NAMES.get(anyone, "")))


def as_html(picture: Lanes, lang: str) -> tuple[str, str]:
    """The picture and its table as they stand on a page."""
    macros = environment(lang).get_template("pictures/lanes.html").make_module({"lang": lang})
    page = str(macros.lanes(picture, "Title & more", "What it shows"))  # type: ignore[attr-defined]
    return page, str(macros.table(picture, "The same"))  # type: ignore[attr-defined]


def drawn(picture: Lanes, lang: str = "en") -> tuple[ET.Element, str]:
    """The picture as it stands on a page, parsed, and its table."""
    page, table = as_html(picture, lang)
    found = re.search(r"<svg.*</svg>", page, re.DOTALL)
    assert found
    return ET.fromstring(found[0]), table  # noqa: S314 - it is our own


def marks(svg: ET.Element) -> dict[int, tuple[str, int, int]]:
    """By number: the shape and where it stands, read from the picture alone."""
    found = {}
    for group in svg.iter(f"{SVG}g"):
        if "data-entry" not in group.attrib:
            continue
        circle, rect = group.find(f"{SVG}circle"), group.find(f"{SVG}rect")
        label = group.find(f"{SVG}text")
        assert label is not None
        assert label.text == group.attrib["data-entry"]
        if circle is not None:
            filled = circle.attrib["fill"] != "#ffffff"
            x, y = int(circle.attrib["cx"]), int(circle.attrib["cy"])
            shape = "disc" if filled else "ring"
        else:
            assert rect is not None
            filled = rect.attrib["fill"] != "#ffffff"
            x, y = int(rect.attrib["x"]) + 9, int(rect.attrib["y"]) + 9
            shape = "square" if filled else "box"
        found[int(group.attrib["data-entry"])] = (shape, x, y)
    return found


def lanes_by_height(svg: ET.Element) -> dict[int, str]:
    bold = [text for text in svg.iter(f"{SVG}text") if text.attrib.get("font-weight") == "700"]
    return {int(text.attrib["y"]) - 5: text.text or "" for text in bold}


def rows_of(table: str) -> list[tuple[int, str, str]]:
    """Number, agency and what, read from the table alone."""
    body = ET.fromstring(table.replace("<br>", "<br/>"))  # noqa: S314 - it is our own
    found = []
    for line in body.iter("tr"):
        cells = ["".join(cell.itertext()).strip() for cell in line]
        if "data-entry" in line.attrib:
            assert cells[0] == line.attrib["data-entry"]
            found.append((int(cells[0]), cells[2], cells[3]))
    return found


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_picture_and_the_table_agree_entry_by_entry(lang: str) -> None:
    picture = lanes(STORY)
    svg, table = drawn(picture, lang)
    seen, heights = marks(svg), lanes_by_height(svg)
    told = rows_of(table)
    assert [number for number, _, _ in told] == sorted(seen) == list(range(1, 9))
    for (number, agency, what), entry in zip(told, picture.entries, strict=True):
        shape, _x, y = seen[number]
        assert agency.startswith(heights[y].rstrip("…"))
        assert shape == AS_THE_CAPTION_SAYS[entry.known.how]
        assert what


def test_what_was_opened_stands_under_the_law_of_its_record() -> None:
    """Finding: who read it, and so knew it, stood there under no law."""
    told = row(9, SCHOOL, "told-others", BOARD, provision="CDA1998-115")
    read = {"record": told["record"], "provision": None}
    other = row(3, BOARD, "asked", SCHOOL)
    _, table = drawn(lanes([other, told, row(12, BOARD, "opened", SCHOOL, **read)]))
    (opened,) = re.findall(r'<tr[^>]*data-entry="3".*?</tr>', table, re.DOTALL)
    assert "section 115" in opened
    assert "16H" not in opened


def test_entries_stand_in_the_order_of_the_log_and_who_acts_comes_first() -> None:
    hows = [entry.known.how for entry in lanes(STORY).entries]
    assert hows == [
        "asked",
        "was-asked",
        "opened",
        "told-others",
        "was-sent",
        "opened",
        "asked",
        "was-asked",
    ]
    xs = [x for _shape, x, _y in (marks(drawn(lanes(STORY))[0])[n] for n in range(1, 9))]
    assert xs == sorted(xs)


def test_what_one_event_did_to_two_agencies_stands_above_each_other_with_an_arrow() -> None:
    picture = lanes(STORY)
    svg, _ = drawn(picture)
    seen = marks(svg)
    assert seen[1][1] == seen[2][1]
    assert seen[4][1] == seen[5][1]
    dashed = [
        path.attrib.get("stroke-dasharray") is not None
        for path in svg.iter(f"{SVG}path")
        if "marker-end" in path.attrib
    ]
    assert dashed == [True, False, True]


def test_a_day_is_marked_where_it_begins_in_london() -> None:
    days = [day.day.isoformat() for day in lanes(STORY).days]
    assert days[0] == "2026-10-09"
    assert days[-1] == "2026-10-10"


def test_nobody_known_is_an_empty_picture() -> None:
    picture = lanes([])
    svg, table = drawn(picture)
    assert marks(svg) == {}
    assert rows_of(table) == []


IN_THE_LAST_COLUMN = [
    *(row(number, BOARD, "asked", SCHOOL) for number in range(1, 12)),
    row(40, BOARD, "told-others", SCHOOL, emergency=True),
]
"""Twelve entries: the last is of an emergency, and the first of its day."""
BEYOND = """drawing => Array.from(drawing.querySelectorAll("text"))
    .filter(text => text.getBBox().x + text.getBBox().width > drawing.viewBox.baseVal.width)
    .map(text => text.textContent)"""


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_nothing_is_written_beyond_the_edge_of_the_picture(
    chromium: Browser, lang: str
) -> None:
    """Finding: the mark of an emergency was cut off where nothing came after it."""
    page = chromium.new_page()
    page.set_content(as_html(lanes(IN_THE_LAST_COLUMN), lang)[0])
    drawing = page.locator("svg")
    assert "12 !" in drawing.locator("text").all_text_contents()
    assert len(lanes(IN_THE_LAST_COLUMN).days) == 2
    assert drawing.evaluate(BEYOND) == []
    page.close()


def test_a_picture_has_attributes_only() -> None:
    svg, _ = drawn(lanes(STORY))
    for element in svg.iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
    assert svg.find(f"{SVG}title") is not None
    assert svg.find(f"{SVG}desc") is not None


def test_every_way_of_knowing_has_a_shape_and_a_name() -> None:
    assert set(SHAPES) == set(CODES["how-known"])


def contrast(first: str, second: str) -> float:
    """The contrast of two colours (WCAG 2.2, 1.4.3)."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(first), light(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("colour", "ground", "least"),
    [
        ("#10525e", "#ffffff", 4.5),
        ("#0b0c0c", "#ffffff", 4.5),
        ("#383f43", "#ffffff", 3.0),
        ("#505a5f", "#ffffff", 3.0),
        ("#a2191f", "#ffffff", 4.5),
        ("#7a4b00", "#ffffff", 4.5),
        ("#0b0c0c", "#e6f0f1", 4.5),
        ("#0b0c0c", "#fff4d6", 4.5),
    ],
)
def test_colours_can_be_told_from_their_ground(colour: str, ground: str, least: float) -> None:
    assert contrast(colour, ground) >= least
