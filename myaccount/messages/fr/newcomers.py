"""French: booking for the first time."""

SENTENCES: dict[str, str] = {
    "newcomer.blank.first_name": "Entrez votre prénom.",
    "newcomer.blank.last_name": "Entrez votre nom de famille.",
    "newcomer.blank.email": "Entrez votre adresse courriel. La confirmation y sera envoyée.",
    "newcomer.blank.date_of_birth": "Entrez votre date de naissance.",
    "mail.newcomer_code.subject": "Votre code pour réserver",
    "mail.newcomer_code.title": "Votre code, {first_name}",
    "mail.newcomer_code.body": "Entrez ce code là où vous réservez chez {clinic}. Il fonctionne une seule fois, pendant 30 minutes.\nSi vous n’êtes pas en train de réserver, ne faites rien.",
}
