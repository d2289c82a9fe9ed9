"""English: the clinic’s switches."""

SENTENCES: dict[str, str] = {
    "setting.show_phone": "Show the clinic’s phone number",
    "setting.show_phone.help": "Patients see the phone number where they are asked to contact the clinic.",
    "setting.show_email": "Show the clinic’s email address",
    "setting.show_email.help": "Patients see the email address where they are asked to contact the clinic.",
    "setting.show_clinic_time_zone": "Show whose time it is",
    "setting.show_clinic_time_zone.help": "In-person visits name the city of their time, such as “Vancouver time”. Video visits always do.",
    "setting.client_pronouns": "Client Pronouns",
    "setting.client_pronouns.help": "Patients may give their pronouns in Contact Info. Turned off, what they gave is kept and nobody sees it.",
    "setting.allow_cancellations": "Allow cancellations",
    "setting.allow_cancellations.help": "Patients cancel online, up to the cancellation period.",
    "setting.cancellation_period_hours": "Cancellation period (hours)",
    "setting.cancellation_period_hours.help": "Closer to the visit than this, patients are asked to contact the clinic.",
    "setting.idle_sign_out_minutes": "Sign out when idle (minutes)",
    "setting.idle_sign_out_minutes.help": "Patients are signed out after this long without using the portal.",
}
