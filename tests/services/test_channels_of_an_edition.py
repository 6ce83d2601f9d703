"""A channel that an edition adds can be decided on, and disclosed by as well (R-386)."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import ValidationError

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.rows import CarriedBy
from hub_services.hub.uses.disclosing import MakeDisclosure
from tests.domain.law.cases import LAW


def by_courier(law: Catalogue) -> MakeDisclosure:
    facts = {
        "decision": str(uuid4()),
        "to": {"agency": str(uuid4())},
        "channel": "courier",
        "items": [],
        "sealed": {"envelope": str(uuid4()), "digest": "a" * 64},
    }
    return MakeDisclosure.model_validate_json(json.dumps(facts), context=law)


def test_a_disclosure_goes_by_a_channel_of_the_catalogue() -> None:
    (row,) = LAW.versions(CarriedBy, "in-writing")
    courier = replace(row, id="courier", title="By courier")
    assert by_courier(replace(LAW, rows=(*LAW.rows, courier))).channel == "courier"
    with pytest.raises(ValidationError) as refused:
        by_courier(LAW)
    assert {each["loc"][0] for each in refused.value.errors()} == {"channel"}
