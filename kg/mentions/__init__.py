"""Article -> [Mention]."""

from kg.mentions.finder import find_mentions, part_text
from kg.mentions.neural import NeuralTagger
from kg.mentions.tagger import Tagger

__all__ = ["NeuralTagger", "Tagger", "find_mentions", "part_text"]
