"""English: booking for the first time."""

SENTENCES: dict[str, str] = {
    "newcomer.blank.first_name": "Enter your first name.",
    "newcomer.blank.last_name": "Enter your last name.",
    "newcomer.blank.email": "Enter your email. Your confirmation goes there.",
    "newcomer.blank.date_of_birth": "Enter your date of birth.",
    "mail.newcomer_code.subject": "Your code to book",
    "mail.newcomer_code.title": "Your code, {first_name}",
    "mail.newcomer_code.body": "Type this code where you are booking with {clinic}. It works once, for 30 minutes.\nIf you are not booking, do nothing.",
}
