import json
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from reopened_index import tidy

from retrieval.errors import IndexUnusable
from retrieval.index import files
from retrieval.index.base import Hit, IndexedPassage
from retrieval.index.merge import Merge
from retrieval.index.stored import StoredIndex
from retrieval.index.strings import StringTable, Vocabulary

TERMS = "terms"
SAME_CRC = ["plumless", "buckeroo"]  # a known collision of CRC-32


def article(article_id, *texts):
    return [IndexedPassage(article_id, number, text.split()) for number, text in enumerate(texts)]


def saved(folder, *articles, stamp=1):
    index = StoredIndex(folder, TERMS)
    with index.turn():
        for passages in articles:
            index.add(passages)
        index.save(stamp)
    return index


def found(index, term):
    return [hit.article_id for hit in index.search([term], 100)]


def test_what_was_saved_is_there_when_it_is_opened(tmp_path):
    index = saved(tmp_path, article("a", "treaty border", "weather"), article("b", "treaty strike"), stamp=7)
    opened = StoredIndex.open(tmp_path, TERMS)
    assert (len(opened), opened.stamp) == (3, 7)
    assert opened.search(["treaty", "strike"], 5) == index.search(["treaty", "strike"], 5) != []


def test_an_empty_index_can_be_saved_and_opened(tmp_path):
    saved(tmp_path, stamp=0)
    assert found(StoredIndex.open(tmp_path, TERMS), "treaty") == []


def test_others_see_a_change_when_it_was_saved_and_they_refresh(tmp_path):
    writer = saved(tmp_path, article("a", "treaty"))
    reader = StoredIndex.open(tmp_path, TERMS)
    with writer.turn():
        writer.add(article("b", "treaty"))
        writer.remove("a")
        assert not reader.refresh()
        writer.save(2)
    assert found(reader, "treaty") == ["a"]
    assert reader.refresh()
    assert (found(reader, "treaty"), reader.stamp) == (["b"], 2)
    assert not reader.refresh()


def test_what_nobody_refreshed_can_still_be_read_after_its_files_are_gone(tmp_path):
    writer = saved(tmp_path, article("a", "treaty"))
    reader = StoredIndex.open(tmp_path, TERMS)
    with writer.turn():
        writer.remove("a")
        writer.add(article("b", "strike"))
        tidy(writer)
        writer.save(2)
    assert reader.search(["treaty"], 5) == [Hit("a", 0, reader.idf("treaty"))]


def test_changes_that_were_not_saved_are_gone_with_the_process(tmp_path):
    index = saved(tmp_path, article("a", "treaty"))
    index.add(article("b", "treaty"))
    assert found(StoredIndex.open(tmp_path, TERMS), "treaty") == ["a"]


def test_who_takes_a_turn_changes_what_others_saved_before(tmp_path):
    first, second = saved(tmp_path), StoredIndex.open(tmp_path, TERMS)
    with first.turn():
        first.add(article("a", "treaty"))
        first.save(1)
    with second.turn():
        second.add(article("b", "treaty"))
        second.save(2)
    assert found(StoredIndex.open(tmp_path, TERMS), "treaty") == ["a", "b"]


def test_turns_do_not_overlap(tmp_path):
    saved(tmp_path)

    def write(name):
        index = StoredIndex.open(tmp_path, TERMS)
        for number in range(8):
            with index.turn():
                index.add(article(f"{name}{number}", f"treaty {name}{number}"))
                index.save(index.stamp + 1)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, "abc"))
    opened = StoredIndex.open(tmp_path, TERMS)
    assert (len(found(opened, "treaty")), opened.stamp) == (24, 1 + 24)


def test_others_write_while_it_is_tidied(tmp_path):
    writer, tidier = saved(tmp_path), StoredIndex.open(tmp_path, TERMS)

    def write():
        for number in range(25):
            with writer.turn():
                writer.add(article(f"a{number}", f"treaty word{number}", "weather"))
                writer.remove(f"a{number - 4}")
                writer.save(writer.stamp + 1)

    def merge():
        for _ in range(25):
            tidier.refresh()
            for step in tidier.tidying():
                with tidier.turn():
                    step()
                    tidier.save(tidier.stamp)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(write), pool.submit(merge)]:
            done.result()
    opened = StoredIndex.open(tmp_path, TERMS)
    assert found(opened, "treaty") == ["a21", "a22", "a23", "a24"]
    assert (len(opened), opened.stamp) == (8, 26)


def test_a_merge_that_was_begun_takes_in_what_others_saved_since(tmp_path):
    other = saved(tmp_path, [passage for name in "abcdefghi" for passage in article(name, "treaty")])
    tidier = StoredIndex.open(tmp_path, TERMS)
    merge = Merge.of(tidier._state.parts)
    with other.turn():
        other.remove("b")
        other.add(article("new", "treaty"))
        other.save(2)
    with tidier.turn():
        tidier._take(merge)
        tidier.save(tidier.stamp)
    assert tidier._state.parts[0].segment is merge.segment
    assert found(StoredIndex.open(tmp_path, TERMS), "treaty") == [*"acdefghi", "new"]


def test_an_index_can_be_built_anew_over_one_that_is_damaged(tmp_path):
    saved(tmp_path, article("a", "treaty"))
    (tmp_path / "manifest.json").write_text("{")
    index = StoredIndex(tmp_path, TERMS)
    with index.turn(anew=True):
        index.add(article("b", "treaty"))
        index.save(1)
    assert found(StoredIndex.open(tmp_path, TERMS), "treaty") == ["b"]


def test_however_often_it_is_saved_its_files_stay_few(tmp_path):
    index = saved(tmp_path)
    for number in range(60):
        with index.turn():
            index.add(article(f"a{number}", f"treaty word{number}"))
            index.remove(f"a{number - 7}")
            index.save(number)
    assert len(list(tmp_path.iterdir())) < 25
    assert len(StoredIndex.open(tmp_path, TERMS)) == 7


def segment_file(folder):
    return next(folder.glob("segment-*"))


def rewrite_manifest(folder, change):
    manifest = json.loads((folder / "manifest.json").read_text())
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


DAMAGES = {
    "no folder": lambda folder: [path.unlink() for path in folder.iterdir()] and folder.rmdir(),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "an empty manifest": lambda folder: (folder / "manifest.json").write_bytes(b""),
    "half a manifest": lambda folder: (folder / "manifest.json").write_bytes(
        (folder / "manifest.json").read_bytes()[:90]
    ),
    "binary for a manifest": lambda folder: (folder / "manifest.json").write_bytes(bytes(range(256))),
    "another manifest": lambda folder: (folder / "manifest.json").write_text("[1]"),
    "a changed manifest": lambda folder: rewrite_manifest(folder, lambda m: m["content"].update(stamp=9)),
    "a file that is missing": lambda folder: segment_file(folder).unlink(),
    "a file that is cut": lambda folder: segment_file(folder).write_bytes(segment_file(folder).read_bytes()[:-1]),
    "a file with another head": lambda folder: segment_file(folder).write_bytes(
        bytes(len(segment_file(folder).read_bytes()))
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_with_this_cannot_be_opened(tmp_path, damage):
    folder = tmp_path / "index"
    saved(folder, article("a", "treaty"))
    DAMAGES[damage](folder)
    with pytest.raises(IndexUnusable, match=r"index"):
        StoredIndex.open(folder, TERMS)


def test_an_index_of_another_analysis_cannot_be_opened(tmp_path):
    saved(tmp_path, article("a", "treaty"))
    with pytest.raises(IndexUnusable, match="another analysis"):
        StoredIndex.open(tmp_path, "other terms")


def test_a_single_changed_bit_is_found_by_checking(tmp_path):
    index = saved(tmp_path, article("a", "treaty"))
    index.check()
    content = bytearray(segment_file(tmp_path).read_bytes())
    content[-1] ^= 1
    segment_file(tmp_path).write_bytes(content)
    with pytest.raises(IndexUnusable, match="damaged"):
        index.check()


def test_when_saving_fails_what_was_saved_before_is_there(tmp_path):
    index = saved(tmp_path, article("a", "treaty"))
    (tmp_path / "manifest.json.new").mkdir()  # in the way of the new manifest
    with index.turn():
        index.add(article("b", "treaty"))
        with pytest.raises(OSError, match="manifest"):
            index.save(2)
    assert found(index, "treaty") == ["a", "b"]
    assert found(StoredIndex.open(tmp_path, TERMS), "treaty") == ["a"]
    (tmp_path / "manifest.json.new").rmdir()
    with index.turn():
        index.save(2)
    assert found(StoredIndex.open(tmp_path, TERMS), "treaty") == ["a", "b"]


WRITER = """
import sys
from pathlib import Path
from retrieval.index.base import IndexedPassage
from retrieval.index.merge import Merge
from retrieval.index.stored import StoredIndex
index = StoredIndex.open(Path(sys.argv[1]), "terms")
for number in range(index.stamp + 1, 10**6):
    with index.turn():
        index.add([IndexedPassage(str(number), 0, ["treaty", f"word{number}"])])
        index.remove(str(number - 20))
        for step in index.tidying() if number % 7 == 0 else ():
            step()
        index.save(number)
    print(number, flush=True)
"""


def test_a_kill_at_any_moment_loses_nothing_that_was_saved(tmp_path):
    saved(tmp_path, stamp=0)
    chance = random.Random(5)
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE, text=True) as writer:
            told = [writer.stdout.readline() for _ in range(chance.randint(1, 15))]
            writer.kill()
            told += writer.stdout.readlines()
        last = int(told[-1])
        opened = StoredIndex.open(tmp_path, TERMS)
        opened.check()
        assert opened.stamp in {last, last + 1}
        assert found(opened, "treaty") == [str(n) for n in range(max(opened.stamp - 19, 1), opened.stamp + 1)]


@given(st.lists(st.text(st.characters(exclude_categories=())), unique=True, max_size=20), st.text())
@example(SAME_CRC, "plumless")
def test_a_table_finds_every_string_and_no_other(strings, other):
    table = StringTable.of(strings)
    assert list(table) == strings
    assert [table.find(string) for string in strings] == list(range(len(strings)))
    assert (table.find(other) is None) == (other not in strings)


def test_a_vocabulary_numbers_on_behind_its_tables():
    vocabulary = Vocabulary([StringTable.of(["a", "b"]), StringTable.of(["c"])])
    assert [vocabulary.number(term) for term in "cadbd"] == [2, 0, 3, 1, 3]
    assert [vocabulary.find(term) for term in "bde"] == [1, 3, None]
    assert (len(vocabulary), vocabulary.since(3), vocabulary.since(4)) == (4, ["d"], [])


@given(
    st.dictionaries(
        st.text(max_size=5),
        arrays.arrays(st.sampled_from([np.int32, np.int64, np.uint8, np.uint16, np.bool_]), st.integers(0, 70)),
        max_size=4,
    )
)
def test_arrays_come_back_from_a_file_as_they_were(tmp_path_factory, tables):
    path = tmp_path_factory.mktemp("arrays") / "file"
    size, crc32 = files.write(path, files.packed(tables))
    assert (path.stat().st_size, files.checksum(path)) == (size, crc32)
    back = files.unpacked(path)
    assert list(back) == list(tables)
    for name, array in tables.items():
        assert back[name].dtype == array.dtype
        np.testing.assert_array_equal(back[name], array)
