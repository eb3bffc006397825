"""Words that mean nearly the same, as data: what BM25 does not see and the choice of quotes does."""
