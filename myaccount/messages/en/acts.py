"""English: what the pages say of an act, and of time passing."""

SENTENCES: dict[str, str] = {
    "visit.cancelled": "Cancelled. Nothing was charged.",
    "visit.cancelled.prepaid": "Cancelled.",
    "call_page.open.patient": "The call is open. Your practitioner joins you there.",
    "call_page.open.practitioner": "The call is open. Your patient joins you there.",
    "call_page.opens": "The call opens on {when}, 60 minutes before the visit.",
    "call_page.closed": "This visit has no call that you can join now.",
    "history.bad_date": "Write each date as year, month and day, such as 2026-03-07.",
    "history.wrong_order": "The first date is after the last. Swap them, then filter again.",
    "idle.line": "You have not used the portal for a while. It signs you out in {minutes} minutes to keep your health "
    "information private.",
    "ended.self": "You are signed out.",
    "ended.all": "You were signed out everywhere. Sign in to go on.",
    "ended.password_change": "Your password was changed, so every other sign-in has ended. Sign in with the new one.",
    "ended.idle": "You were signed out after {minutes} minutes to keep your health information private. Sign in to go on.",
    "ended.absolute": "A sign-in lasts a limited time to keep your health information private. Sign in to go on.",
    "ended.operator": "The people who run this portal ended your sign-in. Sign in to go on.",
}
