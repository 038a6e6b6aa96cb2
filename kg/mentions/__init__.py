"""Article -> [Mention]."""

from kg.mentions.finder import find_mentions, find_names, part_text, tag_articles
from kg.mentions.tagged import TaggedText
from kg.mentions.tagger import Tagger

__all__ = ["TaggedText", "Tagger", "find_mentions", "find_names", "part_text", "tag_articles"]
