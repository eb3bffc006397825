"""English."""

from __future__ import annotations

from retrieval.languages.tables import (
    Calendar,
    FollowUps,
    Language,
    Periods,
    Questions,
    Reports,
    Sentences,
    Terms,
    forms,
    words,
)

# Snowball's English stop list (https://snowballstem.org/algorithms/english/stop.txt) without the words that turn or
# bound a claim: no, nor, not, cannot, against, before, after, above, below, between, under, over, up, down, off, out,
# more, most, few, only, once, again, until. With "will" and "can", which that list leaves to its users, and "also".
_STOP = words("""
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
_FORMS = forms("""
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

_TERMS = Terms(
    stemmer="english",
    stop=_STOP,
    endings=words("s re ve ll d m"),
    negated="nt",
    negation="not",
    denials=words("not no nor never none neither nobody nothing without except fail refuse unable"),
    forms=_FORMS,
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
    signs={"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₴": "hryvnia", "%": "percent"},
    spellings=(
        (r"(?<=...)is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)", "iz"),
        (r"^(arm|behavi|col|endeav|fav|harb|hon|lab|neighb|rum)our", r"\1or"),
    ),
)

_SENTENCES = Sentences(
    openers=words("""
        a after all also although an and another any as at because before both but by during each even every few for
        from had he her here his how however i if in instead is it its just last later many meanwhile more most my
        nearly neither no nobody none nor not nothing now on once one only other our over she since so some still such
        than that the their then there these they this those though through thus to today two under until we what when
        where whether which while who why with yet you your
    """),
    before_number=r"No|Nos|Art|Sec|Fig|Vol|Ch|pp?|c|ca|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec",
    before_name=r"Mr|Mrs|Ms|Mx|Dr|Prof|Messrs|Rev|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Cpt|Cmdr|Cdr|Adm"
    r"|Sgt|Cpl|Pvt|Spc|Det|Insp|Supt|Atty|Asst|Amb|Sec|Pres|Dir|Ald|Fr|Msgr|St|Ste|Mt|Ft|vs|v|al|cf|e\.g|i\.e",
    hour=r"[ap]\.\s?m",
    behind_hour=r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b"
    r"|(?:[ECMP][SD]?T|GMT|BST|UTC|Eastern|Central|Mountain|Pacific|Kyiv|London)\b",
    says=r"(?:(?:the|a|an|one|another)\s)?(?:[\w.’'-]+,?\s){1,4}?"
    r"(?:said|says|asked|asks|wrote|writes|added|adds|told|tells|replied|recalled|continued|exclaimed|answered|demanded"
    r"|wondered|joked|cried|shouted|yelled|whispered|declared|responded|tweeted|posted)\b",
)

_CALENDAR = Calendar(
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    months=(
        "january jan. janu.",
        "february feb. febr.",
        "march mar. marc.",
        "april apr. apri.",
        "may may.",
        "june jun. june.",
        "july jul. july.",
        "august aug. augu.",
        "september sep. sept.",
        "october oct. octo.",
        "november nov. nove.",
        "december dec. dece.",
    ),
    days={"today": 0, "tonight": 0, "yesterday": 1},
    last=words("last"),
    capitals=True,
    ordinal=r"(?:th|st|nd|rd)",
)

_PERIODS = Periods(
    relative={
        "today": ("this", "day"),
        "yesterday": ("last", "day"),
        "this week": ("this", "week"),
        "last week": ("last", "week"),
        "this month": ("this", "month"),
        "last month": ("last", "month"),
        "this year": ("this", "year"),
        "last year": ("last", "year"),
    },
    since="[Ss]ince ",
    during="(?:[Ii]n|[Dd]uring) ",
    on="[Oo]n ",
    last="[Ll]ast ",
)

_SAYING = (
    r"(?:(?:say|said|saying|tell|told|thinks?|thought|believed?|comment(?:ed)?|mention(?:ed)?|argued?|respond(?:ed)?|"
    r"react(?:ed)?|declared?|insist(?:ed)?|remark(?:ed)?)\b|(?:stated?|claim(?:ed)?)\b(?=\s+(?:about|that|on)\b))"
)
_HELP = r"(?:did|does|do|has|have|had)"
_WHO = r"(?P<who>(?!not\b)[^?;:,]{1,60}?)"
_ABOUT = r"(?:\s+(?:about|on|of|to|regarding|that))?"
_OWN_WORDS = r"(?:views?|opinions?|position|stance|take|reaction|response|comments?|remarks?|words)"
_BE = r"(?:is|are|was|were)"
_AUXILIARY = r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must)"

_NUMBER = (  # but for a year
    r"(?<!\d)(?!(?:1[89]|20)\d\d(?!\d|[,.]\d))\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|half|(?:a|one|two|three|four)[- ](?:third|quarter|fifth|tenth)s?|both|several|none|no one|one)\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NAME = r"(?-i:\b[A-Z][\w’'-]+)"

# "Which countries", "what other plans": a plural behind the question word.
_SEVERAL = (
    r"\b(?:what|which) (?:other |of the )?(?!(?:does|has|was|its|his|this|news)\b)"
    r"(?:[a-z]{2,}(?<![aiosu])s|people|children|men|women)\b"
)
_QUESTIONS = Questions(
    asks_for_words=(
        rf"\b(?:what|which|how|why|when|where)\b[^?]*?\b{_HELP}\s+{_WHO}\s+(?:ever\s+)?{_SAYING}{_ABOUT}",
        rf"^{_HELP}\s+{_WHO}\s+(?:ever\s+)?{_SAYING}{_ABOUT}",
        rf"\b(?:what(?:\s+(?:is|was|are|were)|['’]s)|describe)\s+{_WHO}['’]s?\s+{_OWN_WORDS}\b{_ABOUT}",
    ),
    according_to=rf"\b(?P<cue>according\s+to|in\s+the\s+words\s+of)\s+{_WHO}(?=[,?]|$)",
    who_said=rf"^who(?:\s+(?:has|have|had))?\s+{_SAYING}{_ABOUT}",
    question_word=r"\b(?:who|what|which|how|why|when|where|whom|whose)\b",
    no_name=(
        r"^(?:he|she|it|they|you|we|i|anyone|anybody|someone|somebody|people|everyone)$|"
        r"^(?:the|an?|both|all|these|this|that)\b.*\b"
        r"(?:articles?|reports?|sources?|stor(?:y|ies)|surveys?|polls?|stud(?:y|ies)|analys[ei]s|documents?)\b"
    ),
    capital=r"[^\W\d_a-z]",
    naming=r"(?:the|an?|his|her|their|its|our)\s",
    article_before=r"\b(?:the|an?)\s+$",
    kinds=(
        ("age", r"\b(?:how (?P<spent>old)|(?:at )?what (?P<spent2>age)|the (?P<spent3>age) of)\b"),
        ("when", r"\bhow (?:soon|recently|long ago)\b|\bwhat (?:is|was) the (?P<spent>date) of\b"),
        ("how_many", r"\bhow (?P<spent>many)\b|\bwhat (?P<spent2>number) of\b|\bwhat (?:is|was) the population of\b"),
        ("how_much", r"\bhow (?P<spent>much(?: money)?)\b|\b(?:what|which) (?:percentage|percent|share|proportion)\b"),
        ("how_much", r"\bhow (?:large|big|high|tall|long|far|fast|deep|heavy|wide|often|expensive)\b"),
        ("how_much", r"\bwhat (?:price|sum|speed|height|depth|weight)\b|\bwhat (?:does|do|did|will|would) .+ cost\b"),
        ("how_much", rf"\bwhat {_BE} the (?:price|cost|value|amount|size|height|length|depth|weight|speed) of\b"),
        ("when", r"\b(?:what|which) (?P<spent>year|date|day|month|decade|century)\b"),
        ("when", r"\bwhen\b|\bwhat (?P<spent>time)\b"),
        ("where", r"\bwhere\b|\b(?:what|which) (?:country|city|town|state|place|region|location|continent)\b"),
        ("where", r"\b(?:what|which) (?:village|port|street)\b"),
        ("why", r"\b(?:why|how come)\b|\bfor what reasons?\b|\bwhat (?:is|was) the (?P<spent>reason)\b"),
        ("why", r"\bwhat (?:caused|made|led to)\b"),
        ("who", r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|actor|actress|singer|author|leader)\b"),
        ("definition", rf"^what {_BE} (?:an?|the) [\w-]+\??$|^what are [\w-]{{3,}}s\??$|^(?P<spent>define)\b"),
        ("definition", rf"^what (?:does|do) .+ (?P<spent>mean|stand for)\b|^what {_BE} (?P<spent2>meant) by\b"),
        ("which", r"\bwhich\b|\bwhat (?:is|was) the name\b|\bwhat .{1,40}\bcalled\b|^(?P<spent>name|list)\b"),
        ("yes_no", rf"^{_AUXILIARY}(?:n['’]t)?\b"),
    ),
    answers={
        "age": r"\b\d{1,3}[- ]years?[- ]old\b|\baged? (?:of )?\d|, \d{1,3},|\b\d{1,3} years of age\b|\bborn\b",
        "how_many": _NUMBER,
        "how_much": _NUMBER + r"|[$€£¥%]|\bper ?cent\b",
        "when": rf"\b(?:1[0-9]|20)\d\d\b|\b{_MONTH} \d|\b\d{{1,2}} {_MONTH}|\b{_DAY}\b|"
        r"\b(?:yesterday|today|tomorrow|tonight|ago|century|decade|(?:last|next|this) (?:week|month|year|night|summer|"
        r"winter|spring|autumn|fall)|\d\d?(?::\d\d)? ?[ap]\.?m)\b",
        "where": rf"\b(?:in|at|near|from|to|outside|across|off|around) (?:the )?{_NAME}|"
        r"\b(?:north|south|east|west)\w*\b",
        "why": r"\b(?:because|due to|since|as a result|owing to|so that|in order to|caused|reason|thanks to|amid|after)"
        r"\b",
        "who": rf"{_NAME}|\b(?:president|minister|officials?|chief|director|chairman)\b",
        "which": rf"{_NAME}|\d",
        "definition": r"\b(?:is|are|was|were|means?|refers?|called|known as|defined)\b",
    },
    names_alone=True,
    goes_back=r"\W*(?:\w+\W+){0,3}(?:this|these|those|it|he|she|they|such)\b",
    several=rf"{_SEVERAL}|^(?:list|name)\b|^who (?:are|were)\b",
)

_THAT = r"(?:that|this|it|so)"
_CONJUNCTION = r"(?:and|but|or|so|ok(?:ay)?)\b,?"
_AND = rf"(?:{_CONJUNCTION}\s+)"
_HE = r"he|she|him|her|his|hers"
_GOOD = r"(?:ok(?:ay)?|great|good|perfect|cool|nice|wonderful|all right|alright|yes|no|and)"

_FOLLOW_UPS = FollowUps(
    thanks=rf"(?:{_GOOD}[,.!]*\s+)*(?:(?:many\s+)?thanks|thank\s+you|thx|cheers)"
    r"(?:\s+(?:a\s+lot|so\s+much|very\s+much|again|anyway|for\s+(?:that|this|your\s+help|the\s+help)))*"
    rf"(?:[,.!]*\s+(?:{_GOOD}|that\s+is\s+all|that['’]s\s+all|bye))*",
    yes=r"(?:yes|yeah|yep|right|exactly|correct|i did)(?:,? please)?",
    empty=r"(?:yes|yeah|yep|no|nope|not known|unknown|maybe|perhaps)",
    more=r"(?:show|give|tell) me more|show more|more(?: please)?|what more|next|go on|continue|any more",
    again=rf"(?:and\s+)?(?:who(?:\s+(?:said|says|is|was)\s+{_THAT})?|says who|by whom|source|"
    rf"where does {_THAT} come from|when(?:\s+(?:was|did)\s+(?:{_THAT}|(?:he|she|they)\s+say\s+{_THAT}))?(?:\s+said)?)",
    what_else=r"(?:and\s+)?(?:what|anything)\s+else(?:\s+(?:did|does|has|have|do)\s+(?P<who>.+?)\s+"
    r"(?:say|said|tell|add))?(?:\s+(?:about|on)\s+(?P<topic>.+?))?",
    who_else=r"(?:and\s+)?who\s+else(?:\s+(?:said|says|spoke|commented)\b.*?)?",
    about=rf"{_AND}?(?:(?:tell me )?(?:more )?about|on|for|from)\s+(?P<what>.+?)",
    instead=rf"{_AND}?(?:what|how)\s+about\s+(?P<what>.+?)",
    another=r"(?:and|but|or)\s+(?P<what>[\w’'. -]{2,60}?)",
    correction=r"(?:no|sorry|nope|not that|actually)?[,.]?\s*"
    r"(?:i\s+(?:mean|meant|was asking about)|rather|make that)[,:]?\s+(?P<what>.+?)",
    bare=rf"(?:{_CONJUNCTION}\s*)?(?:(?:what|how) about\s+)?(?P<what>.*?)",
    timeline=r"(?:(?:show|give)(?: me)? )?(?:(?:a|the) )?timeline (?:(?:of|for|from) )?(?:what )?"
    r"(?P<who>.+?)(?: (?:has )?said)? (?:on|about) (?P<topic>.+?)",
    on="on|about",
    lead_in=r"^(?:and|but|so|also|then|ok(?:ay)?),?\s+(?=\w+\s)",
    person=rf"\b(?:{_HE}|they|them|their|theirs)\b",
    # Several things may be "they"; who says something is somebody.
    somebody=rf"(?P<who>\b(?:{_HE})\b|\bthey(?=\s+(?:ever\s+)?(?:say|said|think|thought|mean|tell)\b))",
    possessive=r"\b(?:his|their|her)\b(?=\s+\w)",
    genitive="'s",
    thing=r"\b(?:it|its|that|this|these|those|there|one|ones)\b",
    it=r"\b(?:it|that|this)\b",
    of_it=r"\b(?P<of>about|of) (?:it|that|this|these|those|them)(?=\s*[?.!]*$)",
    question=r"(?:who|what|which|how|why|when|where|whom|whose|did|does|do|is|are|was|were|has|have|had|can|could|will|"
    r"would|should|may|might|in|on|at|by|according)\b",
    name=r"(?-i:\b[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*)*)",
    asks_for_words=r"\bsa(?:y|id|ys)\b|\baccording to\b|\bthinks?\b",
    who="who",
    what_said="What did {speaker} say",
    on_topic=" about {topic}",
    who_spoke="Who commented on {topic}?",
    what_about="What about {what}?",
    of_topic="{of} {topic}",
    welcome="You are welcome. Ask on whenever you like.",
)

_WORD = r"[A-Z0-9](?:[\w&’'-]|\.(?=\w))*"
_REFERENCE = r",? (?:with (?:a )?(?:reference|link) to|citing|referring to|quoting) "
_WHEN = r"(?: (?:on )?[A-Z][a-z]+day)?"

_REPORTS = Reports(
    initial="A-Z",
    abbreviated="Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Pres|Prof|Rev|Hon|St|Jr|Sr|Inc|Corp|Ltd"
    "|Co|Att|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec"
    "|Calif|Fla|Conn|Mass|Pa|Wis|Mich|Minn|Ariz|Colo|Ga|Ill|Ind|Md|Nev|Okla|Ore|Tenn|Va|Wash",
    name=rf"(?:[Tt]he )?{_WORD}(?: (?:of |de |der |des |della )?{_WORD}){{0,4}}",
    credits=(
        rf"(?P<outlet>{{name}}) (?:reports|writes|informs){_WHEN}{_REFERENCE}(?P<source>{{name}})",
        rf"(?:reports|writes|informs) (?P<outlet>{{name}}){_REFERENCE}(?P<source>{{name}})",
        rf"(?:[Aa]s )?reported by (?P<outlet>{{name}}){_REFERENCE}(?P<source>{{name}})",
    ),
    adds=frozenset({"add", "continue", "went on", "goes on"}),
    speaking=words("spoke speaks speaking addressed met talked told briefed appeared"),
    own_voice=words("i we you"),
)

ENGLISH = Language(
    code="en",
    name="English",
    letters="[A-Za-z]",
    foreign="",
    common=_STOP | words("said says will its would more than not no after before mr who"),
    terms=_TERMS,
    sentences=_SENTENCES,
    calendar=_CALENDAR,
    periods=_PERIODS,
    questions=_QUESTIONS,
    follow_ups=_FOLLOW_UPS,
    reports=_REPORTS,
    in_lexicon=True,
)
