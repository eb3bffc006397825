"""German. Word lists: collected by the authors; stop words after Snowball's list."""

from __future__ import annotations

from retrieval.languages.tables import (
    Calendar,
    Clauses,
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

# Function words, without those that turn or bound a claim: nicht, kein, ohne, gegen, vor, nach, über, unter.
_STOP = words("""
    aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da damit dann das dass dasselbe
    dein deine dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem
    einen einer eines er es etwas euch euer eure für hatte hatten hat habe haben hier hin hinter ich ihm ihn ihnen ihr
    ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jene jener jetzt kann können mein meine mich
    mir mit muss noch nun nur ob oder sein seine seinem seinen seiner seit selbst sich sie sind so sondern soll
    sollte um und uns unser unsere vom von war waren warum was weil welche welcher welches wenn wer werde werden wie wir
    wird wo wollen wurde wurden zu zum zur zwar zwischen würde würden wann wem wen wessen
""")

_FORMS = forms("""
    2: zwei
    3: drei
    4: vier
    5: fünf
    6: sechs
    7: sieben
    8: acht
    9: neun
    10: zehn
    11: elf
    12: zwölf
    million: mio
    milliarde: mrd
    sagen: sagte sagten gesagt
    geben: gab gaben gibt gegeben
    gehen: ging gingen gegangen
    kommen: kam kamen gekommen
    sprechen: sprach sprachen spricht gesprochen
    schreiben: schrieb schrieben geschrieben
    nehmen: nahm nahmen nimmt genommen
    steigen: stieg stiegen gestiegen
    sinken: sank sanken gesunken
    schließen: schloss schlossen geschlossen schließt
    bauen: gebaut baut baute bauten
    finden: fand fanden gefunden
    bleiben: blieb blieben geblieben
""")

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})  # as analysis folds them


_TERMS = Terms(
    stemmer="german",
    stop=frozenset(word.translate(_FOLDED) for word in _STOP),
    denials=words("nicht kein nie niemals niemand nichts weder ohne"),
    forms={form.translate(_FOLDED): word.translate(_FOLDED) for form, word in _FORMS.items()},
    units={"mio": "million", "mrd": "milliarde", "km": "km", "kg": "kg"},
    signs={"$": "dollar", "€": "euro", "£": "pfund", "¥": "yen", "₴": "hrywnja", "%": "prozent"},
    thousands=".\u00a0\u202f",
    decimal=",",
)

_EVERYDAY = words("""
    Jahr Zeit Tag Woche Monat Mensch Leute Land Deutschland Stadt Leben Arbeit Frage Problem Teil Ort Zahl Staat Seite
    machen geben gehen kommen sehen wissen stehen finden bleiben liegen lassen nehmen bringen halten arbeiten beginnen
    sagen erklären berichten neu groß gut erste letzte viel mehr wenig ganz eigen anderer weiter deutsch heute gestern
    morgen jetzt dann immer wieder schon erst sehr Ende Anfang Mal Wort Hand Haus Wasser Gruppe Projekt Plan Gesetz
    Entscheidung Hilfe Grund Ergebnis Million Euro Prozent müssen wollen können sollen
""")

_SENTENCES = Sentences(
    openers=words("""
        aber als am an auch auf aus bei da damit danach dann darum das dass dem den der des deshalb die dies diese
        dieser doch dort ein eine einer er es für gegen hier ich ihr im in ist jetzt kein keine man mit nach nicht
        noch nun nur ob oder seit sie sind so und unter vor was weil wenn wer wie wir wo zu zum zur über
    """),
    before_number=r"Nr|Art|Abs|S|Bd|Kap|ca|Jan|Feb|Mär|Apr|Aug|Sept?|Okt|Nov|Dez|rd",
    before_name=r"Dr|Prof|Hr|Fr|St|Dipl|Ing|Mio|Mrd|z\.\s?B|d\.\s?h|u\.\s?a|bzw|vgl|evtl|inkl|Abs|geb|sog|Str|\d{1,2}",
    says=r"(?:sagte|sagt|erklärte|fragte|rief|schrieb|meinte|betonte|ergänzte|fügte|antwortete|so)\b",
)

_CALENDAR = Calendar(
    weekdays=(
        "montag montagabend montags",
        "dienstag dienstagabend",
        "mittwoch mittwochabend",
        "donnerstag donnerstagabend",
        "freitag freitagabend",
        "samstag sonnabend samstagabend",
        "sonntag sonntagabend",
    ),
    months=(
        "januar jänner",
        "februar feber",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ),
    days={"heute": 0, "gestern": 1, "vorgestern": 2},
    last=words("letzten vergangenen vorigen"),
    ordinal=r"\.",
)

_PERIODS = Periods(
    relative={
        "heute": ("this", "day"),
        "gestern": ("last", "day"),
        "diese woche": ("this", "week"),
        "letzte woche": ("last", "week"),
        "vergangene woche": ("last", "week"),
        "diesen monat": ("this", "month"),
        "letzten monat": ("last", "month"),
        "dieses jahr": ("this", "year"),
        "letztes jahr": ("last", "year"),
    },
    since="(?:[Ss]eit|[Aa]b) (?:dem )?",
    during="(?:[Ii]m(?: Jahre?)?|[Ii]n) ",
    on="[Aa]m ",
    last="(?:[Aa]m )?(?:letzten|vergangenen) ",
    behind_day=r"\.?",
)

_SAYING = (
    r"(?:sagte|sagten|sagt|sagen|erklärte|erklärt|meinte|meint|denkt|dachte|äußerte|schrieb|schreibt|behauptete|betonte"
    r"|forderte|fordert|versprach|berichtete|antwortete|kritisierte)\b"
)
_SAID = (
    r"(?:gesagt|erklärt|gemeint|geäußert|geschrieben|behauptet|betont|gefordert|versprochen|berichtet|geantwortet)\b"
)
_WHO = r"(?:(?:der|die|das|den|dem)\s+)?(?P<who>(?!nicht\b)[^?;:,]{1,60}?)"
_TOPIC = r"(?:über|zu|zum|zur|von|vom|gegen)\b"
_ASKING = r"\b(?:was|wie|warum|wann|wo)\b"
_NAME = r"(?-i:\b[A-ZÄÖÜ][\w’'-]+)"
_NUMBER = (
    r"\d|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|\w+zig|hundert\w*|tausend\w*|million\w*|milliarde\w*"
    r"|hälfte|drittel|viertel|fünftel|zehntel|beide|mehrere|kein\w*|ein|eine)\b"
)
_MONTH = r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"

_QUESTIONS = Questions(
    asks_for_words=(
        rf"{_ASKING}[^?]*?\b(?P<cue>{_SAYING})\s+{_WHO}\s+{_TOPIC}",
        rf"{_ASKING}[^?]*?\b(?:hat|haben|hatte)\s+{_WHO}\s+{_TOPIC}(?=.*\b{_SAID})",
        rf"{_ASKING}[^?]*?\b(?:hat|haben|hatte)\s+{_WHO}\s+{_SAID}",
        rf"{_ASKING}[^?]*?\b(?P<cue>{_SAYING})\s+{_WHO}\s*(?=\?|$)",
    ),
    according_to=rf"\b(?P<cue>laut|nach\s+Angaben\s+von|nach\s+Worten\s+von)\s+{_WHO}(?=[,?]|$)",
    who_said=rf"^wer\s+(?:hat\s+)?(?:{_SAYING})?(?:\s*,?\s*(?:dass|über|zu)\b)?|\b{_SAID}(?=\W*$)",
    question_word=r"\b(?:wer|was|welche\w*|wie|warum|wann|wo|wen|wem|wessen)\b",
    no_name=r"^(?:er|sie|es|man|wir|ihr|ich|du|jemand|niemand|leute|alle)$",
    capital="[A-ZÄÖÜ]",
    naming=r"(?:der|die|das|den|dem|ein|eine|sein|seine|ihr|ihre)\s",
    article_before=r"\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer)\s+$",
    kinds=(
        ("age", r"\bwie (?P<spent>alt)\b|\bin welchem (?P<spent2>alter)\b"),
        ("how_many", r"\bwie (?P<spent>viele)\b|\bwelche (?P<spent2>anzahl)\b"),
        ("how_much", r"\bwie (?P<spent>viel)\b|\bwie (?:hoch|groß|teuer|lang|weit|schnell|schwer|oft)\b"),
        ("when", r"\bwann\b|\b(?:in welchem|welches) (?P<spent>jahr|monat|tag)\b"),
        ("where", r"\b(?:wo|wohin|woher)\b|\bin welche[rmn] (?:stadt|land|ort|region)\b"),
        ("why", r"\b(?:warum|weshalb|wieso)\b|\baus welchem (?P<spent>grund)\b"),
        ("who", r"\b(?:wer|wen|wem|wessen)\b"),
        ("definition", r"^was (?:ist|sind) (?:ein|eine|der|die|das) [\w-]+\??$|^was bedeutet\b"),
        ("which", r"\bwelche\w*\b"),
        ("yes_no", r"^(?:ist|sind|war|waren|hat|haben|hatte|kann|können|wird|werden|soll|muss|darf|will)\b"),
    ),
    answers={
        "age": r"\b\d{1,3}[- ]?jährige?\w*|\b\d{1,3} jahre alt\b|, \d{1,3},|\bgeboren\b|\(\d{1,3}\)",
        "how_many": _NUMBER,
        "how_much": _NUMBER + r"|[$€£¥%]|\bprozent\b",
        "when": rf"\b(?:1[0-9]|20)\d\d\b|\b\d{{1,2}}\. {_MONTH}|\b(?:im|seit|bis|ab) {_MONTH}|\b\w+tag(?:abend)?\b|"
        r"\b(?:mittwoch|gestern|heute|morgen|vorgestern|jahrhundert|"
        r"(?:letzte|nächste|vergangene|kommende)\w* (?:woche|monat|jahr)|"
        r"vor \w+ (?:tagen|wochen|monaten|jahren)|\d\d?(?:[.:]\d\d)? uhr)\b",
        "where": rf"\b(?:in|im|am|an|bei|nahe|aus|nach|von|vor|um) (?:der |dem |den )?{_NAME}|"
        r"\b(?:nord|süd|ost|west)\w*\b",
        "why": r"\b(?:weil|wegen|denn|da|aufgrund|um|damit|grund|ursache|dank|nachdem|infolge|deshalb)\b",
        "who": _NAME,
        "which": rf"{_NAME}|\d",
        "definition": r"\b(?:ist|sind|war|waren|bedeutet|heißt|gilt|bezeichnet)\b",
    },
    several=r"^(?:(?:in|an|auf|mit|von|für)\s+)?welche[nr]?\s+"
    r"(?:(?!(?:ist|war|wird|wurde|hat|hatte|kann|soll|will|muss|darf)\b)[\w-]+\s+){1,2}?(?:sind|\w+en)\b|"
    r"^(?:nenne|nennen)\b|^wer\s+(?:sind|waren)\b",
    goes_back=r"\W*(?:\w+\W+){0,3}(?:dies|diese|dieser|dieses|das|es|er|sie|solche)\b",
)

_AND = r"(?:(?:und|aber|oder|ok(?:ay)?|gut)\b,?\s+)"
_HE = r"er|sie"
_ELSE = r"(?:was\s+(?:sonst\s+noch|noch|sonst)|(?:sonst\s+)?noch\s+(?:etwas|was))"
_THAT = r"(?:das|dies|es|so\s?was)"
_ON = r"(?:über|zu|zum|zur)"
_FINE = r"(?:ok(?:ay)?|gut|super|prima|alles\s+klar|ja|nein)"

_FOLLOW_UPS = FollowUps(
    thanks=rf"(?:{_FINE}[,.!]*\s+)*(?:vielen\s+dank|herzlichen\s+dank|besten\s+dank|danke(?:\s*sch[öo]n)?)"
    rf"(?:\s+(?:sehr|dir|ihnen|euch|für\s+(?:die\s+|ihre\s+|deine\s+)?(?:hilfe|antwort)))*(?:[,.!]*\s+{_FINE})*",
    yes=r"(?:ja|jawohl|genau|richtig|stimmt)(?:,? bitte)?",
    empty=r"(?:ja|jawohl|nein|nee|unbekannt|vielleicht)",
    more=r"(?:zeig(?:e|en)?\s+(?:sie\s+)?(?:mir\s+)?)?(?:noch\s+)?mehr(?:,?\s+bitte)?|weiter|nächste[rs]?",
    again=rf"{_AND}?(?:wer(?:\s+(?:hat|war|ist|{_SAYING})\s+{_THAT}(?:\s+gesagt)?)?|von\s+wem(?:\s+(?:ist|kommt|stammt)\s+{_THAT})?|"
    rf"quelle|woher\s+(?:kommt|stammt|ist)\s+{_THAT}|wessen\s+worte\s+sind\s+das|"
    rf"wann(?:\s+(?:war\s+{_THAT}|wurde\s+{_THAT}\s+gesagt|hat\s+(?:{_HE})\s+{_THAT}\s+gesagt|{_SAYING}\s+(?:{_HE})\s+{_THAT}))?)",
    what_else=rf"{_AND}?(?:{_ELSE}|was\s+(?:hat|haben|hatte|{_SAYING})\s+(?P<who>[^?;:,]{{1,60}}?)\s+(?:sonst\s+)?noch)"
    rf"(?:\s+{_ON}\s+(?P<topic>.+?))?(?:\s+gesagt)?",
    who_else=rf"{_AND}?wer\s+(?:sonst(?:\s+noch)?|noch)(?:\s+(?:{_SAYING}|hat|sprach|äußerte)\b.*?)?",
    about=rf"{_AND}?(?:(?:erzähl(?:e|en)?\s+(?:sie\s+)?(?:mir\s+)?)?(?:mehr\s+)?(?:über|zu|zum|zur))\s+(?P<what>.+?)",
    instead=rf"{_AND}?(?:was\s+ist\s+mit|wie\s+(?:ist|steht)\s+es\s+mit|wie\s+wäre\s+es\s+mit)\s+(?P<what>.+?)",
    another=r"(?:und|aber|oder)\s+(?P<what>[\w’'. -]{2,60}?)",
    correction=r"(?:nein|nee|entschuldigung|verzeihung|nicht das)?[,.]?\s*"
    r"(?:ich\s+(?:meine|meinte|fragte\s+nach)|eher|vielmehr)[,:]?\s+(?P<what>.+?)",
    bare=rf"{_AND}?(?:was\s+ist\s+mit\s+)?(?P<what>.*?)",
    timeline=r"(?:zeig(?:e|en)?(?: sie)?(?: mir)? )?(?:(?:die|eine) )?(?:zeitleiste|chronologie) (?:(?:von|für|zu) )?"
    rf"(?:dem, )?(?:was )?(?P<who>.+?)(?: {_SAYING})? (?:über|zu) (?P<topic>.+?)(?: (?:{_SAYING}|{_SAID}))?",
    on="über|zu",
    lead_in=r"^(?:und|aber|also|auch|dann|ok(?:ay)?|gut),?\s+(?=\w+\s)",
    person=rf"\b(?:{_HE}|ihm|ihn|ihr|ihnen|ihre[mnrs]?|sein|seine[mnrs]?)\b",
    # Things have genders too; who says something is somebody.
    somebody=rf"(?:\b{_SAYING}|\b(?:hat|haben|hatte)(?=.*\b{_SAID}))\s+(?P<who>{_HE})\b",
    thing=r"\b(?:es|das(?!\s+(?:\w+\s+)?(?-i:[A-ZÄÖÜ]))|dies|diese[mnrs]?|dort|dorthin|da|davon|daran|dafür|dagegen|damit|darin)\b",
    it=r"\b(?:es|sie|ihn)\b",
    of_it=r"\b(?:darüber|dazu|davon)\b(?=(?:\s+\w+)?\s*[?.!]*$)",
    question=r"(?:wer|was|welche\w*|wie\w*|warum|weshalb|wann|wo\w*|wen|wem|wessen|hat|haben|hatte|ist|sind|war|waren|kann|"
    r"können|wird|werden|soll|muss|darf|will|in|am|im|laut|nach)\b",
    # Other nouns have a capital too, but mostly stand behind an article or the like.
    name=rf"(?<!\bd[a-z]{{2}} )(?<!\b(?:ein|zum|zur|vom|wie) )(?<!\b(?:eine|kein|viel) )(?<!\bviele )(?<!\b(?:im|am) )"
    rf"{_NAME}(?:\s+{_NAME})*",
    asks_for_words=rf"\b{_SAYING}|\b{_SAID}|\blaut\b|\bnach\s+(?:Angaben|Worten)\b",
    who="wer",
    article=r"^(?:der|die|das|den|dem)\s+",
    what_said="Was sagte {speaker}",
    on_topic=" über {topic}",
    who_spoke="Wer sagte etwas über {topic}?",
    what_about="Was ist mit {what}?",
    of_topic="über {topic}",
    welcome="Gern geschehen. Fragen Sie ruhig weiter.",
)

_THE = "(?:die |der |das )?"
_BY = r",? (?:unter Berufung auf|mit Verweis auf) (?:die |den |das )?"
_REPORTS = Reports(
    initial="A-ZÄÖÜ",
    stops_outside=True,
    abbreviated="Dr|Prof|Hr|Fr|St|Nr|Mio|Mrd|Abs|Art|bzw|ca|Jan|Feb|Aug|Sept|Okt|Nov|Dez",
    dotted=r"\d{1,2}(?=\. [A-ZÄÖÜ])",
    name=r"(?:„[^„“”]{2,40}[“”]|\"[^\"]{2,40}\"|dpa|[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+){0,3})",
    credits=(
        rf"(?:berichtet|meldet|schreibt) {_THE}(?P<outlet>{{name}}){_BY}(?P<source>{{name}})",
        rf"(?:[Dd]as|[Dd]ies|[Dd]arüber) (?:berichtet|meldet) {_THE}(?:Nachrichtenagentur )?(?P<source>{{name}})",
    ),
    adds=words("hinzufügen ergänzen fortfahren"),
    speaking=words("sprach traf besuchte redete"),
    own_voice=words("ich wir"),
    outlets=(
        "dpa",
        "Deutsche Presse-Agentur",
        "Tagesschau",
        "Tagesspiegel",
        "Spiegel",
        "Zeit",
        "FAZ",
        "Deutschlandfunk",
    ),
)

_VERBS = """
    sagen s sag/weak gesagt/done
    erklären s erklär/weak erklärt/done
    berichten s bericht/weak2
    melden s meld/weak2
    mitteilen s teil/weak+mit mitteil/weak mitgeteilt/done
    hinzufügen s füg/weak+hinzu hinzufüg/weak hinzugefügt/done
    betonen s beton/weak
    schreiben s schreib/weak schrieb/strong geschrieben/done
    meinen s mein/weak
    glauben s glaub/weak
    behaupten s behaupt/weak2
    warnen so warn/weak
    ankündigen so kündig/weak+an ankündig/weak angekündigt/done
    fordern so forder/weak3 gefordert/done
    kritisieren so kritisier/weak
    loben o lob/weak
    bestätigen so bestätig/weak
    zurückweisen o weis/weak+zurück wies/strong+zurück
    hinweisen s wies/strong+hin
    versprechen so versprach/strong versprochen/done
    bezeichnen o bezeichn/weak2
    nennen o nann/weak nenn/weak
    ergänzen s ergänz/weak
    antworten s antwort/weak2
    fragen s frag/weak gefragt/done
    einräumen so räum/weak+ein einräum/weak
    versichern s versicher/weak3
    erläutern s erläuter/weak3
    vermuten s vermut/weak2
    heißen s heiß/impersonal hieß/impersonal
    zitieren s zitier/weak
    fortfahren s fuhr/strong+fort
    rufen s rief/strong
"""

_TITLES = """
    m: kämmerer stadtrat ermittler anwohner beamter
    m: präsident minister kanzler bundeskanzler sprecher bürgermeister oberbürgermeister chef leiter direktor
    m: abgeordneter anwalt staatsanwalt richter experte forscher professor arzt lehrer trainer vorsitzender vorstand
    m: polizist general botschafter berater gründer unternehmer landwirt autor journalist landrat senator könig papst
    m: bischof ökonom wirt
    f: präsidentin ministerin kanzlerin bundeskanzlerin sprecherin bürgermeisterin oberbürgermeisterin chefin leiterin
    f: kämmerin stadträtin anwohnerin direktorin anwältin staatsanwältin richterin expertin forscherin professorin
    f: ärztin lehrerin trainerin polizistin botschafterin beraterin gründerin unternehmerin landwirtin autorin
    f: journalistin landrätin senatorin königin bischöfin ökonomin wirtin
    u: abgeordnete vorsitzende
    p: experten behörden beamte zeugen aktivisten fachleute
"""

_CLAUSES = Clauses(
    verbs=_VERBS,
    paradigms={
        "weak": {"t": "s", "te": "s", "ten": "p", "en": "p"},
        "weak2": {"et": "s", "ete": "s", "eten": "p", "en": "p"},
        "weak3": {"t": "s", "te": "s", "ten": "p", "n": "p"},
        "strong": {"": "s", "en": "p"},
        "done": {"": "a"},
        "impersonal": {"t": "i", "": "i"},
    },
    subordinators=words("dass ob wie warum weshalb wann wo was wer"),
    skipped=words("dass"),
    bare_clause=True,
    as_words=words("wie"),
    sources=(
        "laut",
        "nach angaben",
        "nach worten",
        "nach angaben von",
        "nach angaben der",
        "nach angaben des",
        "nach worten von",
        "nach ansicht von",
        "nach ansicht der",
        "nach einschätzung von",
        "nach einschätzung der",
        "so",
        "zufolge",
    ),
    behind_source=words("zufolge"),
    citing=("unter berufung auf", "mit verweis auf"),
    back=("das", "dies", "darüber"),
    pronouns={"er": "m", "sie": "f", "ich": "", "wir": ""},
    possessives={"seinen": "m", "seiner": "m", "ihren": "f", "ihrer": "f"},
    persons={"mann": "m", "frau": "f"},
    relatives=words("der die das welcher welche welches dessen deren"),
    prepositions=words("""
        in im an am auf aus bei beim mit nach von vom vor zu zum zur für gegen um über unter durch ohne seit während
        wegen bis zwischen neben hinter gegenüber per laut ab
    """),
    conjunctions=words("und oder aber sondern doch"),
    determiners=words("""
        der die das den dem des ein eine einen einem einer eines dieser diese dieses sein seine ihr ihre kein keine
        mehrere viele einige zwei drei vier
    """),
    adverbs=words("""
        auch dann später zuvor außerdem zudem weiter weiterhin bereits schon noch nur jetzt nun dabei dazu dort hier
        jedoch unterdessen inzwischen danach dagegen nicht sich es deutlich klar gleichzeitig schließlich erneut
    """),
    times=words("""
        heute gestern morgen vorgestern montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
        montagabend dienstagabend mittwochabend donnerstagabend freitagabend
    """),
    titles=forms(_TITLES),
    title_ends=forms("""
        m: minister präsident sprecher kanzler chef meister leiter direktor anwalt richter vorsitzender
        f: ministerin präsidentin sprecherin kanzlerin chefin meisterin leiterin direktorin anwältin richterin
    """),
    bodies=words("""
        polizei ministerium regierung rat gericht stadt verwaltung unternehmen firma behörde bank verband partei
        feuerwehr staatsanwaltschaft universität krankenhaus klinik agentur nachrichtenagentur zeitung sender amt
        mitteilung bericht erklärung studie bericht umfrage gewerkschaft stadtverwaltung bundesregierung bundeswehr
        verein fraktion
    """),
    press=words("agentur nachrichtenagentur zeitung sender magazin portal"),
    names=forms("""
        m: Jörg Ralf Rolf Sven Lars Torsten Holger Dirk Kai Erik Moritz Simon Daniel David Philipp Leon Emil
        f: Vera Vanessa Doris Silke Anja Antje Britta Carola Daniela Elke Erika Helga Jana Kerstin Lea Mia Nora Paula
        m: Karl Hans Peter Klaus Jürgen Thomas Michael Stefan Andreas Martin Wolfgang Olaf Uwe Jan Lukas Felix Jonas
        m: Max Paul Otto Friedrich Heinrich Ludwig Georg Johannes Markus Christian Frank Dieter Bernd Tobias Florian
        m: Sebastian Matthias
        f: Anna Maria Ursula Monika Petra Sabine Renate Claudia Susanne Angela Karin Ingrid Julia Lena Laura Katharina
        f: Eva Nina Ute Heike Birgit Gisela Martina Andrea Christine Franziska Sophie Clara Greta Emma Marlene Lisa
        f: Nadine
    """),
    places=words("""
        Deutschland Berlin Hamburg München Köln Frankfurt Stuttgart Dresden Leipzig Bremen Hannover Österreich Wien
        Schweiz Zürich Bern Europa Frankreich Paris Polen Italien Spanien Russland China Amerika USA Ukraine Kiew
        Brüssel London Bayern Hessen Sachsen
    """),
    nouns_have_capitals=True,
    nominative=((r"(?<=[a-zäöüß])s$", "", ""),),
)

GERMAN = Language(
    code="de",
    name="German",
    letters="[A-Za-zÄÖÜäöüß]",
    foreign="[éèêàçñøåæœ]",
    common=_STOP
    | words("""
        nicht kein keine nach über vor unter ohne gegen sagte geschah passierte gibt gab montag dienstag mittwoch
        donnerstag freitag samstag sonntag
    """),
    terms=_TERMS,
    sentences=_SENTENCES,
    calendar=_CALENDAR,
    periods=_PERIODS,
    questions=_QUESTIONS,
    follow_ups=_FOLLOW_UPS,
    reports=_REPORTS,
    clauses=_CLAUSES,
    everyday=_EVERYDAY,
)
