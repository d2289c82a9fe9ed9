"""French: mail."""

SENTENCES: dict[str, str] = {
}
