"""English: mail. A line break in a body starts a new paragraph."""

SENTENCES: dict[str, str] = {
    "mail.link_hint": "If the button does not work, copy this address into your browser:",
    "mail.footer": "{clinic} sends you this because you have a profile there.",
    "mail.welcome.subject": "Welcome to My Account at {clinic}",
    "mail.welcome.title": "Hello {first_name}, your account is waiting",
    "mail.welcome.body": "With My Account you see your visits with {clinic} and change them online.\nChoose a username and a password to start. The link works once, for 7 days.",
    "mail.welcome.button": "Set up my account",
    "mail.reset.subject": "A new password for My Account at {clinic}",
    "mail.reset.title": "A new password for {first_name}’s account",
    "mail.reset.body": "Somebody asked for a new password for {first_name}’s account at {clinic}. The username is {username}.\nOpen the link, or type this code on the page where you asked. Both work once, for 30 minutes.\nIf it was not you, do nothing: the password stays as it is.",
    "mail.reset.button": "Choose a new password",
    "mail.password_changed.subject": "Your password for My Account was changed",
    "mail.password_changed.title": "{first_name}’s password was changed",
    "mail.password_changed.body": "The password of {first_name}’s account at {clinic} has just been changed. Every other device was signed out.\nIf it was not you, contact the clinic now.",
    "mail.sessions_ended.subject": "You were signed out of My Account",
    "mail.sessions_ended.title": "{first_name}’s account was signed out everywhere",
    "mail.sessions_ended.body": "At {clinic}, the people who run My Account ended every sign-in of {first_name}’s account. Your password is the same; sign in again when you need to.\nIf you did not expect this, contact the clinic.",
    "mail.visit_cancelled.subject": "Your visit on {day} is cancelled",
    "mail.visit_cancelled.title": "{first_name}’s visit is cancelled",
    "mail.visit_cancelled.body": "This visit at {clinic} is cancelled:\n{treatment}\n{when}\nIf you would like another time, contact the clinic.",
}
