"""The rules for English, in which the order of words tells who speaks. Word lists are data in ``lexicon/``."""
