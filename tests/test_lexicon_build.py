"""The rules of the lexicon, on a WordNet of a few synsets in the real format."""

from pathlib import Path

import pytest

from retrieval.lexicon import build_background, build_kinds, build_opposites
from retrieval.lexicon.build import FORM, KIN, NATIONALITY, SYNONYMS, lines, related
from retrieval.lexicon.wordnet import Pointer, Sense, generated, irregular, senses, synsets

FILES = {
    # car, auto; rare: "auto" as a machine's part; to move, a motion; the moon, lunar; a bank of two meanings
    "data.noun": """\
  1 A licence is indented.
00000010 06 n 02 car 0 auto 0 001 @ 00000020 n 0000 | a vehicle
00000020 06 n 02 vehicle 0 motor_vehicle 0 000 | carries
00000030 04 n 01 motion 0 001 + 00000010 v 0101 | a moving
00000040 17 n 01 moon 0 000 | shines
00000050 14 n 02 bank 0 depository 0 000 | holds money
00000060 17 n 02 bank 1 shore 0 000 | holds water
00000070 09 n 02 minister 0 pastor 0 000 | preaches
00000080 03 n 01 ground 0 000 | earth
""",
    "index.noun": """\
  1 A licence is indented.
car n 1 1 @ 1 1 00000010
auto n 1 1 @ 1 1 00000010
vehicle n 1 0 1 0 00000020
motor_vehicle n 1 0 1 0 00000020
motion n 1 1 + 1 1 00000030
moon n 1 0 1 1 00000040
bank n 2 0 2 2 00000050 00000060
depository n 1 0 1 1 00000050
shore n 1 0 1 1 00000060
minister n 1 0 1 1 00000070
pastor n 1 0 1 1 00000070
ground n 1 0 1 1 00000080
""",
    "data.verb": """\
00000010 38 v 01 move 0 001 + 00000030 n 0101 01 + 08 00 | change place
00000020 35 v 01 grind 0 000 01 + 08 00 | make to powder
00000030 36 v 02 make 0 create 0 000 01 + 08 00 | bring into being
""",
    "index.verb": """\
move v 1 1 + 1 1 00000010
grind v 1 0 1 1 00000020
make v 1 0 1 1 00000030
create v 1 0 1 1 00000030
""",
    "data.adj": """\
00000010 01 s 01 lunar(a) 0 001 \\ 00000040 n 0101 | of the moon
00000020 00 a 01 wide 0 001 ! 00000030 a 0101 | far across
00000030 00 a 01 narrow 0 001 ! 00000020 a 0101 | not far across
""",
    "index.adj": """\
lunar a 1 1 \\ 1 1 00000010
wide a 1 0 1 1 00000020
narrow a 1 0 1 1 00000030
""",
    "data.adv": "",
    "index.adv": "",
    "noun.exc": "",
    "verb.exc": "ground grind\nstove grind\n",
    "adj.exc": "",
    "adv.exc": "",
    "cntlist.rev": """\
auto%1:06:00:: 1 5
bank%1:14:00:: 1 99
bank%1:17:01:: 2 1
car%1:06:00:: 1 50
create%2:36:00:: 1 30
depository%1:14:00:: 1 9
grind%2:35:00:: 1 9
ground%1:03:00:: 1 60
lunar%5:01:00:moon:00 1 5
make%2:36:00:: 1 1624
minister%1:09:00:: 1 30
moon%1:17:00:: 1 20
motion%1:04:00:: 1 20
move%2:38:00:: 1 90
pastor%1:09:00:: 1 20
shore%1:17:00:: 1 30
wide%3:00:00:: 1 20
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "ascii")
    return tmp_path


def test_synsets_are_read_with_their_words_and_pointers(folder):
    found = synsets(folder)
    assert found["n", 30].words == ("motion",)
    assert found["n", 30].pointers == (Pointer("+", ("v", 10), 1, 1),)
    assert found["n", 20].words == ("vehicle", "motor_vehicle")
    assert found["a", 10].words == ("lunar",)


def test_senses_are_read_with_their_counts(folder):
    found = list(senses(folder))
    assert Sense("bank", ("n", 60), 2, 1) in found
    assert Sense("vehicle", ("n", 20), 1, 0) in found
    assert Sense("lunar", ("a", 10), 1, 5) in found


def test_irregular_forms_are_read(folder):
    assert list(irregular(folder)) == [("v", "ground", "grind"), ("v", "stove", "grind")]


@pytest.mark.parametrize(
    ("pair", "weight"),
    [
        (("auto", "car"), SYNONYMS[0][1]),
        (("bank", "depositori"), SYNONYMS[0][1]),  # what a bank usually is
        (("bank", "shore"), None),  # what it hardly ever is
        (("motion", "move"), KIN[0][1]),
        (("lunar", "moon"), None),  # nothing shows that they are one word
        (("motor", "vehicl"), None),  # several words
        (("creat", "make"), None),  # "make" says nothing
        (("minist", "pastor"), None),  # misleading
        (("grind", "ground"), None),  # rather the ground
        (("grind", "stove"), FORM),
        (("wide", "wider"), FORM),
        (("wide", "widest"), FORM),
        (("germani", "german"), None),  # not in order
        (("german", "germani"), NATIONALITY),
    ],
)
def test_pairs_are_related_by_the_rules(folder, pair, weight):
    assert related(folder).get(pair) == weight


def test_lines_hold_each_pair_in_both_directions():
    assert list(lines({("a", "b"): 0.5, ("b", "c"): 0.25})) == ["a b=0.5", "b a=0.5 c=0.25", "c b=0.25"]


NAMES = {
    # a town, "Old Oak", below region, place, part, whole; "oak" is rather a tree, of which nothing is told
    "data.noun": """\
  1 A licence is indented.
00000010 03 n 01 whole 0 000 | all
00000020 03 n 01 part 0 001 @ 00000010 n 0000 | some
00000030 03 n 01 place 0 001 @ 00000020 n 0000 | somewhere
00000040 03 n 02 region 0 climes 0 001 @ 00000030 n 0000 | a part of the land
00000050 03 n 02 town 0 shop 1 001 @ 00000040 n 0000 | many houses
00000060 03 n 02 Old_Oak 0 Oak 0 001 @i 00000050 n 0000 | a town
00000070 03 n 01 oak 0 000 | a tree
00000080 03 n 01 shop 0 000 | sells
00000090 03 n 01 person 0 000 | somebody
""",
    "index.noun": """\
whole n 1 0 1 0 00000010
part n 1 0 1 0 00000020
place n 1 0 1 0 00000030
region n 1 0 1 1 00000040
climes n 1 0 1 0 00000040
town n 1 0 1 1 00000050
shop n 2 0 2 1 00000080 00000050
old_oak n 1 0 1 0 00000060
oak n 2 0 2 1 00000070 00000060
person n 1 0 1 1 00000090
""",
    "cntlist.rev": """\
oak%1:03:00:: 1 30
person%1:03:00:: 1 6000
region%1:03:00:: 1 5
shop%1:03:00:: 1 40
town%1:03:00:: 1 25
""",
}


@pytest.fixture
def atlas(folder: Path) -> Path:
    for name in FILES:
        (folder / name).write_text(NAMES.get(name, ""), "ascii")
    return folder


def test_kinds_are_words_that_mean_it_and_are_asked_for(atlas):
    found = build_kinds.kinds(atlas)
    assert found == {
        "old_oak": {"town", "region"},  # no "shop", which is rather another thing, and no "clime", which nobody uses
        "town": {"region"},
    }


def test_lines_of_kinds_tell_which_terms_names_begin_with(atlas):
    assert list(build_kinds.lines(build_kinds.kinds(atlas))) == [
        "* region town",
        "old +",
        "old_oak region town",
        "town region",
    ]


def test_frequencies_are_in_a_million_terms_without_names_and_rare_words(atlas):
    assert build_background.frequencies(senses(atlas)) == {
        "oak": 150_000,
        "person": 500_000,
        "region": 25_000,
        "shop": 200_000,
        "town": 125_000,
    }
    assert list(build_background.lines({"b": 1, "a": 20})) == ["a 20", "b 1"]


def test_what_is_made_of_the_data_carries_its_licence(atlas):
    assert list(generated("Kinds", atlas, ["a b"])) == ["# Kinds", "#", "# A licence is indented.", "", "a b"]


def test_opposites_are_known_both_ways_by_their_terms(folder):
    found = build_opposites.opposites(folder)
    assert found == {"wide": {"narrow"}, "narrow": {"wide"}}
    assert list(build_opposites.lines(found)) == ["narrow wide", "wide narrow"]
