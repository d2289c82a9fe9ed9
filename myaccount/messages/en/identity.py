"""English: signing in, welcome and reset."""

SENTENCES: dict[str, str] = {
}
