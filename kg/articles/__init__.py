"""Page -> articles: lines joined, bodies told from headlines, bylines and captions, each headline to its body."""

from kg.articles.cut import cut_articles

__all__ = ["cut_articles"]
