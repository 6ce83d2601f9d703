"""The invented partnership: its bodies, the people who work there, and their duty posts.

Telephone numbers are from the range that is kept for fiction (Ofcom, 01632 960000 to 960999).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Staff:
    """A person in office. ``key`` is what the stories call them."""

    key: str
    name: str
    post: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Body:
    """An agency with its governance lead, its people, and its posts with who holds them."""

    key: str
    name: str
    nation: str
    categories: tuple[str, ...]
    lead: str
    staff: tuple[Staff, ...]
    posts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = "partner"


BODIES: Final = (
    Body(
        key="council",
        name="Northshire Council",
        nation="E",
        categories=("E16E-LA", "E11-LA"),
        lead="Wilhelmina Harptree",
        staff=(
            Staff(
                key="asha",
                name="Asha Kestrelby",
                post="Social worker, multi-agency safeguarding hub",
                roles=("practitioner", "mash-screener"),
            ),
            Staff(
                key="imran",
                name="Imran Oakhollow",
                post="Social worker, children in need",
                roles=("practitioner",),
            ),
            Staff(
                key="ella",
                name="Ella Brightwater",
                post="Safeguarding co-ordinator",
                roles=("co-ordinator",),
            ),
            Staff(
                key="morwenna",
                name="Morwenna Tullibee",
                post="Hub manager",
                roles=("manager", "safeguarding-lead", "caldicott-guardian"),
            ),
            Staff(
                key="philippa",
                name="Philippa Thornacre",
                post="Team manager, children in need",
                roles=("manager",),
            ),
            Staff(
                key="gwen at the council",
                name="Gwen Silverlode",
                post="Partnership officer, employed by the council",
                roles=("practitioner",),
            ),
            Staff(
                key="hari",
                name="Hari Vellacombe",
                post="Duty worker, emergency duty team",
                roles=("duty-worker", "practitioner"),
            ),
        ),
        posts={
            "Northshire EDT": ("hari",),
            "Northshire CSC": ("asha", "imran", "morwenna"),
        },
    ),
    Body(
        key="police",
        name="Northshire Police",
        nation="E",
        categories=("E16E-CC", "E11-CC"),
        lead="Ottoline Grayling",
        staff=(
            Staff(
                key="cole",
                name="Cole Ravenscar",
                post="Detective sergeant, multi-agency safeguarding hub",
                roles=("safeguarding-lead", "manager"),
            ),
            Staff(
                key="priti",
                name="Priti Lockhazel",
                post="Police researcher",
                roles=("practitioner",),
            ),
            Staff(
                key="bram",
                name="Bram Tollervane",
                post="Safeguarding co-ordinator",
                roles=("co-ordinator",),
            ),
        ),
        posts={"Northshire Police control room": ("cole", "priti")},
    ),
    Body(
        key="trust",
        name="St Brannoc NHS Foundation Trust",
        nation="E",
        categories=("E11-NHSFT",),
        lead="Cosmo Iddenbrook",
        staff=(
            Staff(
                key="dev",
                name="Dev Marchpane",
                post="Named nurse, safeguarding children",
                roles=("named-professional", "safeguarding-lead"),
            ),
            Staff(
                key="roisin",
                name="Róisín O'Larkin",
                post="Health visitor",
                roles=("practitioner",),
            ),
            Staff(
                key="noor",
                name="Noor Ashencroft",
                post="Safeguarding co-ordinator",
                roles=("co-ordinator",),
            ),
            Staff(
                key="gil",
                name="Gil Whitmarsh",
                post="Caldicott Guardian",
                roles=("caldicott-guardian", "senior-manager"),
            ),
        ),
        posts={"St Brannoc emergency department": ("dev", "roisin")},
    ),
    Body(
        key="school",
        name="Hollins School",
        nation="E",
        categories=("EA175-MSGB",),
        lead="Peregrine Stoat-Hill",
        staff=(
            Staff(
                key="bea",
                name="Bea Larkmoor",
                post="Designated safeguarding lead",
                roles=("safeguarding-lead",),
            ),
            Staff(
                key="tobias",
                name="Tobias Fennimere",
                post="Deputy head and safeguarding co-ordinator",
                roles=("co-ordinator",),
            ),
        ),
    ),
    Body(
        key="primary",
        name="Quarry Lane Primary School",
        nation="E",
        categories=("EA175-MSGB",),
        lead="Dorcas Plumtree-Vale",
        staff=(
            Staff(
                key="sunniva",
                name="Sunniva Copplestone",
                post="Head and designated safeguarding lead",
                roles=("safeguarding-lead", "co-ordinator"),
            ),
        ),
    ),
    Body(
        key="board",
        name="Northshire Integrated Care Board",
        nation="E",
        categories=("E16E-ICB", "E11-ICB"),
        lead="Lysander Cotterstock",
        staff=(
            Staff(
                key="gwen",
                name="Gwen Silverlode",
                post="Safeguarding partnership officer",
                roles=("partnership-officer",),
            ),
            Staff(
                key="colm",
                name="Colm Stonecrop",
                post="Safeguarding partnership officer",
                roles=("partnership-officer",),
            ),
            Staff(
                key="maud",
                name="Maud Everglade",
                post="Designated nurse and co-ordinator",
                roles=("co-ordinator", "designated-professional"),
            ),
        ),
    ),
    Body(
        key="westmere",
        name="Westmere Council",
        nation="E",
        categories=("E16E-LA", "E11-LA"),
        lead="Thaddeus Rookhope",
        staff=(
            Staff(
                key="yusra",
                name="Yusra Fallowfield-Finch",
                post="Social worker, assessment team",
                roles=("practitioner", "safeguarding-lead"),
            ),
            Staff(
                key="clement",
                name="Clement Dunnock",
                post="Safeguarding co-ordinator",
                roles=("co-ordinator",),
            ),
        ),
        posts={"Westmere CSC": ("yusra",)},
    ),
    Body(
        key="teifi",
        name="Cyngor Glan Teifi",
        nation="W",
        categories=("W28-LA", "W164-REQ"),
        lead="Gwenllian Sarnfaen",
        staff=(
            Staff(
                key="carys",
                name="Carys Penllwyd",
                post="Gweithiwr cymdeithasol (social worker)",
                roles=("practitioner", "safeguarding-lead"),
            ),
            Staff(
                key="macsen",
                name="Macsen Tresaith",
                post="Safeguarding co-ordinator",
                roles=("co-ordinator", "manager"),
            ),
        ),
        posts={"Glan Teifi CSC": ("carys",)},
    ),
    Body(
        key="heddlu",
        name="Heddlu Gorllewin",
        nation="W",
        categories=("W28-CC", "W162-A-CC"),
        lead="Blodwen Craigddu",
        staff=(
            Staff(
                key="emrys",
                name="Emrys Hafodwen",
                post="Detective constable, vulnerability hub",
                roles=("safeguarding-lead", "co-ordinator"),
            ),
        ),
    ),
    Body(
        key="lhb",
        name="Teifi Local Health Board",
        nation="W",
        categories=("W28-LHB", "W162-E"),
        lead="Iolo Maesgwyn",
        staff=(
            Staff(
                key="nerys",
                name="Nerys Bryncelyn",
                post="Named nurse, safeguarding",
                roles=("named-professional", "safeguarding-lead"),
            ),
            Staff(
                key="taliesin",
                name="Taliesin Rhosgoch",
                post="Safeguarding co-ordinator",
                roles=("co-ordinator", "caldicott-guardian"),
            ),
        ),
    ),
    Body(
        key="youth",
        name="Teifi Youth Offending Team",
        nation="W",
        categories=("W164-C",),
        lead="Ceinwen Dolfor",
        staff=(
            Staff(
                key="rhodri",
                name="Rhodri Llwyncoed",
                post="Team manager",
                roles=("safeguarding-lead", "manager"),
            ),
        ),
    ),
    Body(
        key="housing",
        name="Bryn Housing",
        nation="W",
        categories=("W137-QB",),
        lead="Eluned Penrhiw",
        staff=(
            Staff(
                key="dewi",
                name="Dewi Glasfryn",
                post="Tenancy support manager",
                roles=("safeguarding-lead",),
            ),
        ),
    ),
    Body(
        key="audit",
        name="Partnership Audit",
        nation="E",
        categories=(),
        lead="Cressida Wainfleet",
        staff=(
            Staff(
                key="faye",
                name="Faye Thornbeck",
                post="Independent auditor",
                roles=("auditor",),
            ),
        ),
        kind="scrutiny",
    ),
)
