"""English: mail."""

SENTENCES: dict[str, str] = {
}
