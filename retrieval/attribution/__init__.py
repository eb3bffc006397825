"""Who said it: rules that find the statements of an article and credit each to its speaker.

    text ─ words, tags ─ quotation ─ units ─▶ a sentence as word classes, each quotation as one unit
    units ─ cues ─ phrases, content ─ clause, patterns ─▶ claims: who (a phrase), said what (spans)
    words ─ runs ─ people ─ discourse, nominals ─▶ speakers: the name behind "he", "the minister", "Lind"
    claims, speakers ─ relay, when, credits ─ attribute ─▶ statements
"""

from retrieval.attribution.attribute import attribute
from retrieval.attribution.relay import infer_outlet

__all__ = ["attribute", "infer_outlet"]
