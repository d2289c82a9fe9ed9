"""Paying for somebody else: with a card of one's own, into the other's books."""

import pytest

from myaccount.domain.attempts import NoCard
from myaccount.domain.family import Permission
from myaccount.models import Payment, Receipt
from myaccount.services.context import PatientContext
from myaccount.services.family.acting import one_act
from myaccount.services.paying import attempts, cards
from myaccount.services.paying.processor import answered
from tests.services.family.people import granted
from tests.services.paying.conftest import Till, with_card


def for_alice(till: Till) -> PatientContext:
    """Bob, acting for Alice by a permission to pay."""
    relationship_id = granted(till.scene, Permission.PAYMENTS)
    return till.scene.database.read(one_act, till.scene.bob_ctx(), relationship_id, Permission.PAYMENTS)


def test_who_pays_for_another_pays_with_a_card_of_their_own(till: Till):
    card_id, ctx = with_card(till.scene, "bob"), for_alice(till)
    assert answered(attempts.pay, ctx, card_id, 15000).stage == "paid"
    [payment] = till.scene.rows(Payment)
    assert (payment.person_id, payment.payer_id) == (till.scene.alice, till.scene.people["bob"])
    assert (till.due, [row.person_id for row in till.scene.rows(Receipt)]) == (0, [till.scene.alice])
    [entry] = till.scene.audit("payment.taken")
    assert (entry.actor_id, entry.person_id) == (till.scene.people["bob"], till.scene.alice)


def test_the_others_card_is_neither_shown_nor_charged(till: Till):
    ctx = for_alice(till)
    with pytest.raises(NoCard):
        answered(attempts.pay, ctx, till.card_id, 15000)
    assert till.truth.charged == []
    assert till.scene.database.read(cards.on_file, ctx.oneself) == ()
