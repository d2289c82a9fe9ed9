"""The square that a telephone reads."""

import segno


def qr(url: str) -> str:
    """Draw an address as a QR code: an SVG as a data: address."""
    return str(segno.make(url, error="m", micro=False).svg_data_uri(border=0, scale=4, dark="#161513"))
