"""English: whose time it is."""

SENTENCES: dict[str, str] = {
    "time.twice.0": "before the clocks go back",
    "time.twice.1": "after the clocks go back",
    "time.zone": "{city} time",
    "time.zone.vowel": "{city} time",
}
