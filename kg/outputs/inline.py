"""For notebooks: the page as an element to show inline, and a Chinese font for matplotlib."""

from __future__ import annotations

import html
from dataclasses import dataclass

from kg.errors import InputError

# in order of preference; one of them is on nearly every system that shows Chinese at all
FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "Heiti SC",
    "Arial Unicode MS",
)


@dataclass(frozen=True, slots=True)
class InlinePage:
    """The HTML page in a frame of its own, cut off from the notebook around it."""

    page: str
    height: int = 640

    def __repr__(self) -> str:
        return f"<InlinePage: {len(self.page):,} characters of HTML>"

    def _repr_html_(self) -> str:
        source = html.escape(self.page, quote=True)
        return (
            f'<iframe srcdoc="{source}" sandbox="allow-scripts allow-downloads" title="知识图谱" '
            f'style="width:100%;height:{self.height}px;border:1px solid #ddd;border-radius:8px"></iframe>'
        )


def use_chinese_font(font: str = "") -> str:
    """Set matplotlib to a font that has Chinese and return its name; ``font`` is a name or a file of your own.

    InputError where there is none: boxes in place of characters would be a picture of nothing.
    """
    try:
        import matplotlib as mpl
        from matplotlib import font_manager
    except ImportError as error:
        raise InputError('matplotlib is not installed: pip install "newskg[notebook]"') from error
    if font.endswith((".ttf", ".otf", ".ttc")):
        font_manager.fontManager.addfont(font)
        font = font_manager.FontProperties(fname=font).get_name()
    there = {entry.name for entry in font_manager.fontManager.ttflist}
    name = next((each for each in (font, *FONTS) if each in there), "")
    if not name:
        raise InputError(
            "no Chinese font for matplotlib: install one (Debian: apt-get install fonts-noto-cjk) "
            'or name a file: use_chinese_font("….otf")'
        )
    mpl.rcParams["font.family"] = "sans-serif"
    mpl.rcParams["font.sans-serif"] = [name, "DejaVu Sans"]
    mpl.rcParams["axes.unicode_minus"] = False
    return name
