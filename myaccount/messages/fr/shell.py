"""French: what surrounds every page."""

SENTENCES: dict[str, str] = {
}
