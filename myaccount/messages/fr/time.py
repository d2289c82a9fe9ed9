"""French: whose time it is."""

SENTENCES: dict[str, str] = {
    "time.twice.0": "avant le changement d’heure",
    "time.twice.1": "après le changement d’heure",
    "time.zone": "heure de {city}",
    "time.zone.vowel": "heure d’{city}",
}
