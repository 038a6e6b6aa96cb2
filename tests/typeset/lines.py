"""A text and the room there is -> lines as a Chinese typesetting program breaks them (GB/T 15834 at line ends)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

NO_START = frozenset("，。、；：？！”’）》〉」』】…·,.;:?!)%％℃")
NO_END = frozenset("“‘（《〈「『【(")
_WIDE = frozenset("mwMW@")


def measure(char: str) -> float:
    """Width in ems; Latin letters and digits a little more than they take."""
    if char > "\u2000":
        return 1.0
    return 0.9 if char in _WIDE else 0.68 if char.isupper() else 0.57 if char != " " else 0.3


def break_lines(text: str, rooms: Iterable[float], indent: float = 2.0) -> Iterator[str]:
    """The lines of a paragraph, each as long as ``rooms`` (in ems) has for it."""
    at = 0
    supply = iter(rooms)
    while at < len(text):
        room = next(supply) - (indent if at == 0 else 0.0)
        end, width = at, 0.0
        while end < len(text) and width + measure(text[end]) <= room:
            width += measure(text[end])
            end += 1
        if end < len(text):
            end = _move_back(text, at, end)
        yield text[at:end].strip(" ")
        at = end
        while at < len(text) and text[at] == " ":
            at += 1


def _move_back(text: str, start: int, end: int) -> int:
    """The last place at or before ``end`` where a line may break."""
    stop = end
    while stop > start + 1 and (
        text[stop] in NO_START
        or text[stop - 1] in NO_END
        or (_is_latin(text[stop - 1]) and _is_latin(text[stop]) and stop > start + 3)
    ):
        stop -= 1
    return stop if stop > start + 1 else end


def _is_latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".-/%")
