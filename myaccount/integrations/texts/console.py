"""Texts for a deployment without a carrier: printed, for whoever runs it by hand."""

import sys


class ConsoleTexter:
    """Prints every text. Only for trying things out."""

    async def send(self, mobile: str, text: str, receipt: str = "") -> None:
        """Print a text. Nobody tells whether it arrived."""
        sys.stdout.write(f"To: {mobile}\n{text}\n")
        sys.stdout.flush()

    async def close(self) -> None:
        """Do nothing: there is no connection."""
