"""What a receipt says of a treatment, and what it need not say twice."""

import pytest

from myaccount.domain.receipts import says_minutes


@pytest.mark.parametrize(
    ("description", "minutes", "says"),
    [
        ("Physiotherapy, 60 minutes", 60, True),
        ("60-minute massage", 60, True),
        ("Massage 60min", 60, True),
        ("Physio (60)", 60, True),
        ("Physio, 60.", 60, True),
        ("Kinesis 360", 60, False),
        ("Kinesis 360", 36, False),
        ("Level 1.60", 60, False),
        ("Series 60.5", 60, False),
        ("Physiotherapy", 60, False),
        ("Kinesis 360, 60 minutes", 60, True),
    ],
)
def test_only_a_number_on_its_own_says_the_minutes(description: str, minutes: int, says: bool):
    assert says_minutes(description, minutes) is says
