"""A grey image of a page -> the same with its lines of type level.

The angle is the one at which the rows of a small image are most unlike each other, band by band (projection profiles,
Postl 1986).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from kg.pages.scan_pieces import Pixels

_SMALL = 1700  # pixels: the longer side of the image that is looked at
_MOST = 3.0  # degrees to either side
_STEP = 0.25
_LEAST = 0.2  # degrees that are worth the loss in sharpness
_BANDS = 6  # columns of a page are set each for itself
_CLEAR = 1.02  # by which an angle must be better than none


def straighten(gray: Pixels) -> Pixels:
    """Turned by up to three degrees where that makes its lines level."""
    angle = find_skew(gray)
    return gray if abs(angle) < _LEAST else _turn(gray, angle)


def find_skew(gray: Pixels) -> float:
    """By how many degrees the image has to be turned (counter-clockwise)."""
    scale = min(1.0, _SMALL / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    contrast = np.asarray(255 - small, dtype=np.uint8)
    contrast = np.asarray(np.where(contrast > np.percentile(contrast, 50) + 40, contrast, 0), dtype=np.uint8)
    best, most = 0.0, _measure(contrast) * _CLEAR
    for step in range(1, round(_MOST / _STEP) + 1):
        for angle in (step * _STEP, -step * _STEP):
            score = _measure(_turn(contrast, angle, fill=0))
            if score > most:
                best, most = angle, score
    return best


def _measure(image: Pixels) -> float:
    """How much the sums of neighbouring rows differ."""
    bands = np.array_split(image.astype(np.float32), _BANDS, axis=1)
    return float(sum(np.square(np.diff(band.sum(axis=1))).sum() for band in bands))


def _turn(image: Pixels, angle: float, fill: int | None = None) -> Pixels:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = int(np.percentile(image, 90)) if fill is None else fill
    turned = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned, dtype=np.uint8)
