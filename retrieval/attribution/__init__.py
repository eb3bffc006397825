"""Who said it: rules that find the statements of an article and credit each to its speaker."""

from retrieval.attribution.attribute import attribute
from retrieval.attribution.relay import infer_outlet

__all__ = ["attribute", "infer_outlet"]
