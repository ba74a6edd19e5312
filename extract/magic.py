"""Content in, what it is by its first bytes out (file(1) calls them magic), whatever its server says."""

_SIGNS = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
    (b"\x00\x00\x00\x18ftyp", "a media file"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)
_RIFF = (b"WAVE", b"AVI ", b"WEBP")


def name_content(content: bytes) -> str:
    """What it is, if that is no text; "" for what may be a page.

    >>> name_content(b"%PDF-1.7 ..."), name_content(b"<html>")
    ('a PDF document', '')
    """
    if content.startswith(b"RIFF") and content[8:12] in _RIFF:  # four letters alone may begin a text
        return "a media file"
    return next((name for sign, name in _SIGNS if content.startswith(sign)), "")
