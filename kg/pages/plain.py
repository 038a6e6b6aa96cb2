"""Bytes of a text file -> clean text: encoding found out, one kind of line end, no control characters."""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

# what a file that is no text begins with; the first bytes are fixed by each format's specification
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# controls, invisible joiners and marks of writing direction, the byte order mark, code points that are no characters
_UNWANTED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL_BYTES = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D})
_HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027]")


def read_plain(data: bytes, source: str) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM or GB18030; InputError for an empty or a binary file."""
    if not data:
        raise InputError(f"{source}: the file is empty")
    text = clean_text(_decode(data, source))
    if not text.strip():
        raise InputError(f"{source}: the file holds no text")
    return text


def clean_text(text: str) -> str:
    r"""One kind of line end, no control characters, no lone surrogates.

    >>> clean_text("会议\x07召开\r\n闭幕\ud800")
    '会议召开\n闭幕\ufffd'
    """
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    if _SURROGATE.search(text):  # pairs become the character they stand for, single ones U+FFFD
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _decode(data: bytes, source: str) -> str:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{source}: this is {kind}, not a text file")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if len(data) - len(data.translate(None, _CONTROL_BYTES)) > max(8, len(data) // 20):
        raise InputError(f"{source}: this is a binary file, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if (text := _decode_damaged(data, "utf-8")) is not None:
        return text
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = _decode_damaged(data, "gb18030")
    if text is not None and _reads_as_chinese(text):
        return text
    text = "\n".join(_decode_line(line) for line in data.split(b"\n"))  # several encodings in one file
    if _reads_as_chinese(text) and text.count("\ufffd") * 50 <= len(text):
        return text
    raise InputError(f"{source}: neither UTF-8, UTF-16 nor GB18030 text")


def _decode_damaged(data: bytes, encoding: str) -> str | None:
    """The text if not more than one character in a hundred is broken."""
    text = data.decode(encoding, "surrogatepass" if encoding == "utf-8" and _only_surrogates(data) else "replace")
    return text if text.count("\ufffd") * 100 <= len(text) else None


def _only_surrogates(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _decode_line(line: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("utf-8", "replace")


def _reads_as_chinese(text: str) -> bool:
    """Of the characters beyond ASCII, at least three in four are Han characters or Chinese punctuation."""
    beyond = sum(char > "\x7f" for char in text)
    return len(_HAN.findall(text)) * 4 >= beyond * 3
