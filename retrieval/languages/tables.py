"""The tables that a language fills in: what each part of the program needs to know of it, as data.

Words are folded in ``Terms`` (see ``retrieval.analysis.fold``), which leaves no apostrophes in them. Elsewhere they are
in lower case with a straight apostrophe. Patterns are regular expressions, read without regard to case. A language
is in one file, however long its lists: it is data, and one place to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

QuestionKind = Literal[
    "who", "when", "where", "age", "how_many", "how_much", "why", "yes_no", "definition", "which", "what"
]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def forms(table: str) -> dict[str, str]:
    """Lines of ``word: form form`` as form -> word."""
    lines = (line.split(":") for line in table.strip().splitlines())
    return {form: word.strip() for word, forms in lines for form in forms.split()}


@dataclass(frozen=True, slots=True)
class Terms:
    """From text to terms.

    ``stemmer`` names a Snowball algorithm, ``lemmas`` a language of simplemma; from a word that simplemma does not know
    one of ``cases`` is cut off, a pattern. ``stop`` words are no terms, unless written as an acronym. ``endings`` are
    cut off after an apostrophe, but for ``negated``, which makes any word the term ``negation``. ``denials`` turn what
    a sentence says into its opposite. ``forms`` takes
    irregular forms and abbreviations to the word that they stand for, ``phrases`` does so for words that stand
    together in lower case, ``units`` for what is written right behind a number, ``signs`` for signs. ``spellings`` are
    pairs of a regular expression and its replacement that make two ways of spelling one. ``thousands`` are the
    separators of thousands, ``decimal`` that of fractions. ``latin`` is the language in which words in Latin letters
    are read, where the language itself is not written in them.
    """

    stemmer: str | None = None
    lemmas: str | None = None
    cases: str = ""
    stop: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    negated: str = ""
    negation: str = ""
    denials: frozenset[str] = frozenset()
    forms: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    spellings: tuple[tuple[str, str], ...] = ()
    thousands: str = ",\u00a0\u202f"
    decimal: str = "."
    latin: str | None = None


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where sentences end, beside what sentencex knows.

    ``openers`` begin a sentence more often than a name. ``before_number`` and ``before_name`` are abbreviations that a
    number or a name goes on from; ``hour`` ends no sentence before ``behind_hour``. ``may_end`` are abbreviations that
    an opener must follow if they are to end one, ``ends`` those behind which sentencex never ends one although it may.
    ``says`` is what follows a quotation that ends like a sentence. All are patterns; None matches nothing.
    """

    openers: frozenset[str]
    before_number: str
    before_name: str
    says: str
    hour: str | None = None
    behind_hour: str | None = None
    may_end: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Names of days: ``weekdays`` from Monday on and ``months``, each with all its forms.

    ``days`` are words for a day and how many days ago it is; ``last`` stands before a weekday that is not today's.
    ``capitals``: names of weekdays and months have a capital, so that "may" is none.
    """

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    days: Mapping[str, int]
    last: frozenset[str] = frozenset()
    capitals: bool = False
    ordinal: str = ""


@dataclass(frozen=True, slots=True)
class Periods:
    """Dates in the words of a question. ``relative`` takes a phrase to "this" or "last" and a unit.

    ``since`` stands before any date, ``during`` before a month or a year, ``on`` before a day or a weekday, ``last``
    before a weekday; ``behind_day`` and ``behind_year`` after a day's or a year's number. These are patterns, with the
    blanks that belong to them.
    """

    relative: Mapping[str, tuple[str, str]]
    since: str
    during: str
    on: str
    last: str
    behind_day: str = ""
    behind_year: str = ""


@dataclass(frozen=True, slots=True)
class Questions:
    """How questions are asked.

    ``asks_for_words`` name the speaker asked for in the group "who"; from there, or from "cue", to the match's end a
    question tells no topic. ``according_to`` does so for a source. ``no_name`` are phrases that name nobody; one that
    does begins with a ``capital`` letter or with ``naming``. ``kinds`` are tried in order; a group named "spent" holds
    words that tell the kind and nothing of the topic. ``answers`` are marks of an answer of a kind. A sentence that
    ``goes_back`` needs the one before it. ``several`` is how a list is asked for. ``names_alone``: names have capitals,
    other nouns none, and neither has cases, so that a name is written alike wherever it stands.
    """

    asks_for_words: tuple[str, ...]
    according_to: str
    who_said: str
    question_word: str
    no_name: str
    capital: str
    naming: str
    article_before: str
    kinds: tuple[tuple[QuestionKind, str], ...]
    answers: Mapping[QuestionKind, str]
    goes_back: str
    several: str = r"(?!)"
    names_alone: bool = False


@dataclass(frozen=True, slots=True)
class FollowUps:
    """How a thread goes on, for ``bot.followups``.

    The first ones are patterns of whole messages, but for the marks at their end. In the group "what" stands what takes
    the place of a part of the last question: ``about`` of its topic, ``instead`` and ``another`` of its topic or its
    speaker, ``correction`` of whatever was understood; ``bare`` is a message without what it begins with. ``what_else``
    and ``timeline`` have the groups "who" and "topic". ``empty`` is an answer of whose topic nothing can be told.

    The others are patterns of parts. ``on`` stands before a topic. A ``lead_in`` tells nothing. ``person`` and
    ``thing`` are pronouns; ``somebody`` names in the group "who" one that stands for the last speaker, which is a
    ``possessive`` where that matches. ``it`` is what a correction may replace, ``of_it`` what the topic of the last
    question, written as ``of_topic``. What begins like a ``question`` is one. ``asks_for_words`` is in a question for
    somebody's words; one that asks for the speaker begins with ``who``. An ``article`` is no part of a name.

    The last ones write a question: ``what_said`` and ``on_topic`` make "What did X say about Y", with a verb of
    ``said`` by the gender that the given name tells ("m" for others). ``welcome`` answers ``thanks``.
    """

    thanks: str
    yes: str
    empty: str
    more: str
    again: str
    what_else: str
    who_else: str
    about: str
    instead: str
    another: str
    correction: str
    bare: str
    timeline: str

    on: str
    lead_in: str
    person: str
    somebody: str
    thing: str
    it: str
    of_it: str
    question: str
    name: str
    asks_for_words: str
    who: str

    what_said: str
    on_topic: str
    who_spoke: str
    what_about: str
    of_topic: str
    welcome: str
    article: str = r"(?!)"
    possessive: str = r"(?!)"
    genitive: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reports:
    """How articles report, whatever the order of words: words, relays, dates, what a verb of adding is.

    ``initial`` are letters that may be an initial; ``abbreviated`` are words that begin with one and keep their full
    stop, ``dotted`` others; ``stops_outside``: the comma or stop behind what is said stands outside its marks. ``name``
    is a pattern of an outlet's name, for which {name} stands in ``credits``, patterns with the groups "outlet" and
    "source". ``outlets`` are names beside those that all languages share. ``adds`` are
    cues that go on with what was said, ``speaking`` verbs of occasions on which something is said.
    """

    initial: str
    abbreviated: str
    name: str
    credits: tuple[str, ...]
    adds: frozenset[str]
    speaking: frozenset[str]
    own_voice: frozenset[str]
    dotted: str = ""
    stops_outside: bool = False
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clauses:
    """What ``retrieval.attribution.clausal`` needs, for languages in which commas mark clauses.

    ``verbs`` has a line for each verb of saying: its lemma, how it takes what is said (``s`` a clause or words in
    marks, ``o`` an object), and stems with a key of ``paradigms`` behind a slash; a particle that must end the clause
    stands behind a plus sign. ``paradigms`` take an ending to what it tells of the subject: ``m``, ``f``, ``n`` one of
    that gender, ``s`` one, ``p`` many, ``a`` any, ``g`` the subject of the main clause.
    ``sources`` stand before a source ("according to"), ``behind_source`` after it, ``citing`` before one that an
    outlet cites. ``back`` are words that stand for the sentence before.
    ``pronouns`` are subjects, ``possessives`` stand within a phrase of ``sources`` ("by her account"), ``persons`` are
    nouns for a person named before ("the woman"); each with the gender that it tells.
    ``titles`` are heads of roles with the gender that they tell, ``bodies`` nouns for what speaks without being a
    person, ``press`` those that stand before an outlet's name; all in the nominative. ``title_ends`` ends compounds
    that are titles. ``names`` are given names. ``cases`` are endings of names, as a pattern; ``nominative`` are pairs
    of a pattern and its replacement that turn a case of a name into its nominative, for men, for women or, with an
    empty third part, for both. ``oblique`` shows what is no nominative; where it is empty, cases are not told.
    """

    verbs: str
    paradigms: Mapping[str, Mapping[str, str]]
    subordinators: frozenset[str]
    skipped: frozenset[str]
    bare_clause: bool
    as_words: frozenset[str]
    sources: tuple[str, ...]
    behind_source: frozenset[str]
    citing: tuple[str, ...]
    back: tuple[str, ...]
    pronouns: Mapping[str, str]
    possessives: Mapping[str, str]
    persons: Mapping[str, str]
    relatives: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    determiners: frozenset[str]
    adverbs: frozenset[str]
    times: frozenset[str]
    titles: Mapping[str, str | None]
    title_ends: Mapping[str, str | None]
    bodies: frozenset[str]
    press: frozenset[str]
    names: Mapping[str, str]
    places: frozenset[str]
    nouns_have_capitals: bool = False
    cases: str = ""
    nominative: tuple[tuple[str, str, str], ...] = ()
    oblique: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """All that is known of a language. ``letters`` is the script: a pattern of one letter that it is written in.

    ``foreign`` are letters that a text in it does not have. ``common`` are words that tell it from others. ``clauses``
    is None where attribution has rules of its own. ``in_lexicon``: ``retrieval.lexicon`` knows its words. Where it does
    not, ``everyday`` are words that any article may hold, so that they weigh little in a small archive.
    """

    code: str
    name: str
    letters: str
    foreign: str
    common: frozenset[str]
    terms: Terms
    sentences: Sentences
    calendar: Calendar
    periods: Periods
    questions: Questions
    follow_ups: FollowUps
    reports: Reports
    clauses: Clauses | None = None
    in_lexicon: bool = False
    everyday: frozenset[str] = frozenset()
