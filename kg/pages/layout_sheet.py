"""What is seen of a printed sheet before anything is understood: lines of type, rules, frames, pictures.

All lengths are in points (1/72 inch) from the top left corner of the sheet, downwards. For a scan, points are
pixels * 72 / dpi; only ratios matter to the analysis.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rect:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def shared_width(self, other: Rect) -> float:
        """How much of the horizontal extent both have."""
        return max(0.0, min(self.right, other.right) - max(self.left, other.left))

    def shared_height(self, other: Rect) -> float:
        return max(0.0, min(self.bottom, other.bottom) - max(self.top, other.top))

    def holds(self, other: Rect, slack: float = 0.0) -> bool:
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def join(self, other: Rect) -> Rect:
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class TypeLine:
    """One printed line of one column, without white space at either end.

    ``size`` is the height of a Chinese character; ``font`` is any string that is the same for type of one kind.
    The rectangle is that of the characters' squares: of a horizontal line it is ``size`` high.
    """

    text: str
    rect: Rect
    size: float
    bold: bool = False
    font: str = ""
    vertical: bool = False  # set from top to bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed sheet; ``rules`` are thin lines and bars, ``frames`` drawn or shaded rectangles that hold type."""

    width: float
    height: float
    lines: tuple[TypeLine, ...] = field(repr=False)
    rules: tuple[Rect, ...] = ()
    frames: tuple[Rect, ...] = ()
    pictures: tuple[Rect, ...] = ()
