"""Who said it: rules that find the statements of an article and credit each to its speaker.

    text ─ words ─ quotation ─ units ─▶ a sentence as word classes, each quotation as one unit
    units ─ a grammar ─▶ claims: who (a phrase), said what (spans); and who is meant by the phrase
    claims, speakers ─ relay, when, credits ─ attribute ─▶ statements

There are two grammars. ``english`` goes by the order of words:

    units ─ cues ─ phrases, subjects, content ─ clause, patterns ─▶ claims
    words ─ runs ─ people ─ discourse, nominals ─▶ speakers: the name behind "he", "the minister", "Lind"

``clausal`` goes by commas and endings, in every language that has a ``Clauses`` table in ``languages``:

    units ─ segments ─ subjects, content ─▶ claims
    words ─ names ─ discourse ─▶ speakers, in any case

Neither has words in its rules that its lists do not have.
"""

from retrieval.attribution.attribute import attribute
from retrieval.attribution.relay import infer_outlet

__all__ = ["attribute", "infer_outlet"]
