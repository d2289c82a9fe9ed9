"""What can go wrong when a message is handed over, by whatever channel."""


class NotDelivered(Exception):
    """A message that could not be handed over. `is_final`: trying again would not help. `code` names no address."""

    def __init__(self, code: str, *, is_final: bool) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final
