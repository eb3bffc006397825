"""What the analysis knows of each language, as data: a new language is a new entry of ``LANGUAGES``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """All words are folded (see ``analysis.fold``), which leaves no apostrophes in them.

    ``stemmer`` names a Snowball algorithm. ``stop`` words are no terms, unless written as an acronym. ``endings`` are
    cut off after an apostrophe, but for ``negated``, which makes any word the term ``negation``. ``forms`` takes
    irregular forms and abbreviations to the word that they stand for, ``phrases`` does so for words that stand
    together in lower case, ``units`` for what is written right behind a number. ``spellings`` are pairs of a regular
    expression and its replacement that make two ways of spelling one.
    """

    stemmer: str | None = None
    stop: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    negated: str = ""
    negation: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    spellings: tuple[tuple[str, str], ...] = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(table: str) -> dict[str, str]:
    """Lines of ``word: form form`` as form -> word."""
    lines = (line.split(":") for line in table.strip().splitlines())
    return {form: word.strip() for word, forms in lines for form in forms.split()}


# Snowball's English stop list (https://snowballstem.org/algorithms/english/stop.txt) without the words that turn or
# bound a claim: no, nor, not, cannot, against, before, after, above, below, between, under, over, up, down, off, out,
# more, most, few, only, once, again, until. With "will" and "can", which that list leaves to its users, and "also".
_ENGLISH_STOP = _words("""
    i me my myself we us our ours ourselves you your yours yourself yourselves
    he him his himself she her hers herself it its itself they them their theirs themselves
    what which who whom whose this that these those when where why how
    am is are was were be been being have has had having do does did doing
    would should could ought will can
    a an the and but if or because as while of at by for with about into through during to from in on
    further then here there all any both each other some such own same so than too very also
    im youre hes shes theyre ive youve weve theyve
""")

# Forms that the stemmer does not bring together, of verbs and nouns that are common in news. Left out where the form
# is more often another word (left, found, bore).
_ENGLISH_FORMS = _forms("""
    become: became
    begin: began begun
    break: broke broken
    bring: brought
    build: built
    buy: bought
    catch: caught
    child: children
    choose: chose chosen
    come: came
    deal: dealt
    die: died dying dies
    draw: drew drawn
    drive: drove driven
    fall: fell fallen
    feel: felt
    fight: fought
    fly: flew flown
    forbid: forbade forbidden
    forget: forgot forgotten
    get: got gotten
    give: gave given
    go: went gone
    grow: grew grown
    hear: heard
    hide: hid hidden
    hold: held
    keep: kept
    know: knew known
    lead: led
    lose: lost
    make: made
    man: men
    mean: meant
    meet: met
    pay: paid
    rise: rose risen
    run: ran
    say: said
    see: saw seen
    seek: sought
    sell: sold
    send: sent
    shake: shook shaken
    shoot: shot
    speak: spoke spoken
    spend: spent
    stand: stood
    steal: stole stolen
    strike: struck
    swear: swore sworn
    take: took taken
    teach: taught
    tell: told
    think: thought
    throw: threw thrown
    understand: understood
    win: won
    withdraw: withdrew withdrawn
    woman: women
    write: wrote written
    not: cannot
    us: usa
    percent: pct
    million: mln
    billion: bn
    trillion: tn trn
    february: feb
    april: apr
    august: aug
    september: sep sept
    october: oct
    november: nov
    december: dec
    2: two
    3: three
    4: four
    5: five
    6: six
    7: seven
    8: eight
    9: nine
    10: ten
    11: eleven
    12: twelve
    defense: defence
    offense: offence
    center: centre
    centers: centres
    program: programme
    programs: programmes
""")

_ENGLISH = Language(
    stemmer="english",
    stop=_ENGLISH_STOP,
    endings=_words("s re ve ll d m"),
    negated="nt",
    negation="not",
    forms=_ENGLISH_FORMS,
    phrases={"per cent": "percent", "the us": "us"},
    units={
        "k": "thousand",
        "m": "million",
        "mn": "million",
        "mln": "million",
        "bn": "billion",
        "tn": "trillion",
        "trn": "trillion",
        "am": "am",
        "pm": "pm",
        "km": "km",
        "kg": "kg",
    },
    spellings=(
        (r"(?<=...)is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)", "iz"),
        (r"^(arm|behavi|col|endeav|fav|harb|hon|lab|neighb|rum)our", r"\1or"),
    ),
)

LANGUAGES: Mapping[str, Language] = {"en": _ENGLISH}
