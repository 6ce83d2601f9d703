"""Nobody in the demonstration is real, and the same people are in it each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hub_services.demonstration.diary import Diary
from hub_services.demonstration.families import Family, nhs_number
from hub_services.demonstration.partnership import BODIES
from hub_services.demonstration.personas import PERSONAS, introduced
from hub_services.demonstration.seeding import plan
from hub_services.demonstration.stories import good_outcome, near_miss

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
PUBLISHED = "9990000026"  # an example of a number in the range for tests


def generated(now: datetime) -> list[Family]:
    return [each.family for each in plan(Diary(now)).enquiries]


def check_digit_holds(number: str) -> bool:
    weighed = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True)
    )
    return weighed % 11 == 0


def test_the_check_digit_is_that_of_the_nhs() -> None:
    assert check_digit_holds(PUBLISHED)
    assert nhs_number(2) == PUBLISHED


def test_every_nhs_number_is_from_the_range_for_tests_and_valid() -> None:
    families = [*generated(NOW), near_miss.FAMILY, good_outcome.FAMILY]
    numbers = [family.child.identifiers["nhs-number"] for family in families]
    assert all(number.startswith("999") and check_digit_holds(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_the_same_people_are_told_of_whenever_it_is_told() -> None:
    later = generated(NOW + timedelta(days=3, hours=9))
    assert [family.names for family in generated(NOW)] == [family.names for family in later]


def test_every_persona_is_someone_in_office() -> None:
    assert len({introduced(each.key) for each in PERSONAS}) == len(PERSONAS)


def test_names_of_staff_and_of_families_do_not_meet() -> None:
    staff = {part for body in BODIES for each in body.staff for part in each.name.split()}
    for family in generated(NOW):
        surnames = {names.split()[-1] for names in family.names}
        assert not surnames & staff


def test_one_can_be_a_manager_and_nothing_else() -> None:
    roles = {each.key: each.roles for body in BODIES for each in body.staff}
    assert ("manager",) in [roles[each.key] for each in PERSONAS]
