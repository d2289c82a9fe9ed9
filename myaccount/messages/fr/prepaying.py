"""French (Canada): paying, or leaving a card, to book."""

SENTENCES: dict[str, str] = {
    "pay.deposit_for": "Acompte pour {treatment}, {day}",
    "pay.whole_for": "Payé d’avance pour {treatment}, {day}",
    "paying.lost": "Aucun rendez-vous n’a été pris : quelqu’un d’autre a réservé cette heure avant l’arrivée de votre paiement. Les {amount} retournent d’eux-mêmes sur votre carte. Votre banque peut mettre quelques jours à l’afficher.",
    "book.pay.card": "La clinique demande une carte au dossier. Rien n’est débité maintenant.",
    "book.pay.deposit": "Vous versez maintenant un acompte de {now}. Il compte pour le rendez-vous; il restera {left} à payer sur place.",
    "book.pay.full": "Vous payez {now} maintenant. Il ne restera rien à payer sur place.",
    "book.pay.keeps": "Si vous annulez à temps, ce que vous avez payé reste à la clinique, à votre crédit.",
    "book.pay.paid": "Payé d’avance : {amount}. Votre reçu est prêt.",
    "prepaid.card": "Les {amount} payés d’avance retournent sur la carte. La banque peut mettre quelques jours à l’afficher.",
    "prepaid.credit": "Les {amount} payés d’avance restent à la clinique comme crédit, pour un autre rendez-vous.",
    "book.pay.step": "Paiement",
    "book.pay.book": "Payer {amount} et réserver",
    "book.pay.add": "Ajouter une carte",
    "book.pay.go_on": "Passer au paiement",
    "book.pay.go_on.help": "Le paiement s’ouvre dans sa propre fenêtre, chez {clinic}.",
    "refused.card_needed": "La clinique demande une carte au dossier pour réserver. Ajoutez-en une ici, puis réservez. L’heure vous est toujours gardée.",
    "refused.prepayment_needed": "La clinique demande un paiement pour réserver. Vérifiez le montant, puis payez. L’heure vous est toujours gardée.",
    "refused.terms_changed": "Ce que la clinique demande pour réserver a changé entre-temps. Rien n’a été débité. Vérifiez, puis continuez.",
}
