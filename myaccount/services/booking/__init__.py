"""Online booking: what is offered, which times are free, holding one of them, and booking it."""
