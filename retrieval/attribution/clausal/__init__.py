"""The rules for languages in which commas mark clauses and endings mark subjects, such as Ukrainian and German.

A sentence falls into segments at its marks. A verb of saying stands in one segment together with its subject; what is
said lies in the segments before or behind it. The words are a language's ``Clauses`` table.
"""

from retrieval.attribution.clausal.grammar import grammar

__all__ = ["grammar"]
