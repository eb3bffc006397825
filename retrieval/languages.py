"""What the analysis knows of each language, as data: a new language is a new entry of ``LANGUAGES``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """All words are folded (see ``analysis.fold``), without apostrophes.

    ``stemmer`` is a Snowball algorithm. ``stop`` words are no terms, unless written as an acronym. ``endings`` are
    clitics that are cut off after an apostrophe. ``negated`` is an ending that makes any word a negation: the term is
    then ``negation``. ``forms`` takes irregular forms and abbreviations to the word that they are a form of,
    ``phrases`` does it for fixed phrases, and ``units`` for what is written right behind a number.
    """

    stemmer: str
    stop: frozenset[str]
    endings: tuple[str, ...] = ()
    negated: str | None = None
    negation: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


# Snowball's English stop list (https://snowballstem.org/algorithms/english/stop.txt, BSD), without the words that turn
# or bound a claim: no, nor, not, cannot, against, before, after, above, below, between, under, over, up, down, off, out,
# more, most, few, only, once, again, until; and with the auxiliaries that the list leaves to its commented part.
_ENGLISH_STOP = frozenset(
    """
    i me my myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it
    its itself they them their theirs themselves
    what which who whom whose this that these those when where why how
    am is are was were be been being have has had having do does did doing would should could ought will shall can
    a an the and but if or because as while of at by for with about into through during to from in on
    further then here there all any both each other some such own same so than too very also
    im youre hes shes its were theyre ive youve weve theyve
    """.split()
)

_IRREGULAR = """
    be: been
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
    cut: cutting
    deal: dealt
    die: died dying dies
    drive: drove driven
    fall: fell fallen
    feel: felt
    fight: fought
    find: found
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
    person: people
    rise: rose risen
    run: ran
    say: said
    see: saw seen
    seek: sought
    sell: sold
    send: sent
    shake: shook shaken
    shoot: shot
    sit: sat
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
"""

_ENGLISH = Language(
    stemmer="english",
    stop=_ENGLISH_STOP,
    endings=("s", "re", "ve", "ll", "d", "m"),
    negated="nt",
    negation="not",
    forms={
        form: word.strip()
        for word, forms in (line.split(":") for line in _IRREGULAR.strip().splitlines())
        for form in forms.split()
    }
    | {"cannot": "not", "usa": "us", "bn": "billion", "tn": "trillion", "mln": "million", "pct": "percent"},
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
)

LANGUAGES: Mapping[str, Language] = {"en": _ENGLISH}
