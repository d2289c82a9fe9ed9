"""English: what the guard answers by itself."""

SENTENCES: dict[str, str] = {
    "guard.no_clinic": "No clinic answers at this address. Check it, or ask your clinic for the right one.",
    "guard.no_such_page": "There is no page here.",
    "guard.other_origin": "This form came from another site, so nothing was done. Open the page here and try again.",
    "calendar.name": "My visits at {clinic}",
    "calendar.summary": "Visit at {clinic}",
}
