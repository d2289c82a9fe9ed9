"""English: what the rules turn down, with the next step."""

SENTENCES: dict[str, str] = {
    "refused.refused": "That is not possible.",
    "refused.not_found": "We can’t find that. It may have been changed or removed.",
    "refused.not_allowed": "This is not open to you here. Contact the clinic if you need it.",
    "refused.already_done": "That was already done, by you in another window or by the clinic.",
    "refused.contact_to_cancel": "This visit can no longer be cancelled online. Contact the clinic to cancel.",
    "refused.cannot_begin": "The call opens 60 minutes before the visit and closes when it ends.",
    "refused.wrong_credentials": "That username and password don’t match. Check both and try again.",
    "refused.too_many_tries": "Too many tries. Wait {minutes} min, then try again.",
    "refused.link_expired": "This link has expired or was already used. Ask for a new one.",
    "refused.not_acceptable": "{reason}",
    "refused.bug": "Something went wrong on our side. Check whether it was done before you try again. If it happens again, tell the clinic this number: {reference}",
}
