"""Feeds to items and articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import ReadError
from retrieval.model import Article
from retrieval.readers import read
from retrieval.readers.feed import content_text, items
from retrieval.readers.origin import Origin

HERE = Origin(where="a.rss", name="a")
TEXT = "The talks began on Monday, the minister said."


def rss(*entries, version="2.0", about="<title>KNA</title><language>en-gb</language>", encoding="utf-8"):
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="{version}" {names}><channel>{about}'
        f"{''.join(f'<item>{entry}</item>' for entry in entries)}</channel></rss>"
    ).encode(encoding)


def atom(*entries):
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>KNA</title>'
        f"{''.join(f'<entry>{entry}</entry>' for entry in entries)}</feed>"
    ).encode()


def read_feed(tmp_path, data, name="a.rss"):
    (tmp_path / name).write_bytes(data)
    return list(read(tmp_path / name))


FULL = f"""<guid isPermaLink="false">kna-1</guid><title>Talks &amp;amp; more</title>
<link>https://kna.example/talks?utm_source=rss#top</link><dc:creator>Ines Roth</dc:creator>
<pubDate>Sun, 08 Feb 2026 23:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{TEXT}</p><p>It was <b>late</b>.<br>Very late.</p><script>x()</script>]]>
</content:encoded>"""


def test_an_item_of_rss_gives_all_fields(tmp_path):
    (article,) = read_feed(tmp_path, rss(FULL))
    assert article.text == f"{TEXT}\n\nIt was late.\n\nVery late."
    assert article.id == article.url == "https://kna.example/talks"
    assert (article.title, article.outlet, article.author) == ("Talks & more", "KNA", "Ines Roth")
    assert (article.published.isoformat(), article.language) == ("2026-02-08", "en")
    assert article.published_at.isoformat() == "2026-02-08T23:30:00+02:00"


def test_an_entry_of_atom_gives_all_fields(tmp_path):
    entry = f"""<id>urn:kna:1</id><title type="html">Talks &lt;i&gt;begin&lt;/i&gt;</title>
    <link rel="alternate" href="https://kna.example/talks"/><author><name>Ines Roth</name></author>
    <author><name>Otto Falk</name></author><published>2026-02-08T23:30:00+02:00</published>
    <updated>2026-02-09T08:00:00Z</updated><source><title>Reportage Pool</title></source>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content>"""
    (article,) = read_feed(tmp_path, atom(entry), "a.atom")
    assert (article.text, article.title, article.author) == (TEXT, "Talks begin", "Ines Roth, Otto Falk")
    assert article.published_at.isoformat() == "2026-02-08T23:30:00+02:00"
    assert article.modified.isoformat() == "2026-02-09T08:00:00+00:00"
    assert article.based_on == ("Reportage Pool",)


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        pytest.param(
            f"<link>https://a.example/1</link><description>{TEXT}</description>", "https://a.example/1", id="link"
        ),
        pytest.param(
            f"<guid>https://a.example/2</guid><description>{TEXT}</description>", "https://a.example/2", id="guid"
        ),
        pytest.param(
            f'<guid isPermaLink="false">x-3</guid><description>{TEXT}</description>', "x-3", id="guid without link"
        ),
        pytest.param(
            f"<link>mailto:a@b</link><guid>x-4</guid><description>{TEXT}</description>", "x-4", id="no web link"
        ),
        pytest.param(f"<title>Talks</title><description>{TEXT}</description>", "a#1", id="neither"),
    ],
)
def test_an_article_is_named_by_its_link_else_by_its_own_id(tmp_path, entry, name):
    (article,) = read_feed(tmp_path, rss(entry))
    assert (article.id, article.text) == (name, TEXT)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Plain.", "Plain."),
        ("Two\nlines.", "Two\n\nlines."),
        ("<p>Wrapped\n  to a width.</p>", "Wrapped to a width."),
        ("One.<br/><br/>Two.", "One.\n\nTwo."),
        ("<ul><li>a</li><li>b</li></ul>after", "a\n\nb\n\nafter"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("<style>p{}</style><figure><img><figcaption>No.</figcaption></figure>Yes.", "Yes."),
        ("<div><div><p>Deep</p></div></div>", "Deep"),
        ("", ""),
        ("<!-- -->", ""),
    ],
)
def test_content_becomes_text_a_paragraph_a_line(content, text):
    assert content_text(content) == text


@given(st.text(st.sampled_from("<>/p br&;aA\n'\"="), max_size=50))
def test_any_content_becomes_text_without_stray_space(content):
    text = content_text(content)
    assert all(line == " ".join(line.split()) for line in text.split("\n"))


def test_a_feed_that_gives_one_id_to_two_texts_is_told_and_the_first_is_kept(tmp_path):
    one, other = (f"<guid isPermaLink='false'>x</guid><description>{text}</description>" for text in ("One.", "Two."))
    article, error, good = read_feed(tmp_path, rss(one, other, one, "<guid>y</guid><description>Three.</description>"))
    assert (article.text, good.text) == ("One.", "Three.")
    assert error.reason == "another item has the id 'x' already; the first one is kept"


def test_an_item_without_text_is_named_and_the_others_are_read(tmp_path):
    error, article = read_feed(tmp_path, rss("<link>https://a.example/1</link>", f"<description>{TEXT}</description>"))
    assert (error.where, error.reason) == (f"{tmp_path / 'a.rss'}, https://a.example/1", "holds no text")
    assert article.text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16", "koi8-u"])
def test_a_feed_is_read_in_its_encoding(tmp_path, encoding):
    (article,) = read_feed(tmp_path, rss("<description>Київ</description>", encoding=encoding))
    assert article.text == "Київ"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is no feed", id="empty"),
        pytest.param(b"<html><body><p>Not found</p></body></html>", "is no feed", id="a page"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "is no feed", id="a picture"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1"}', "is no feed", id="another format"),
        pytest.param(BOMB, "declares entities of its own, which is not read here", id="a bomb"),
        pytest.param(b"<a>" * 10_000, "is no feed", id="deep"),
    ],
)
def test_what_is_no_feed_is_an_error(data, reason):
    with pytest.raises(ReadError) as caught:
        list(items(data, HERE))
    assert caught.value.reason == reason


def test_of_a_feed_that_breaks_off_the_items_before_are_read_and_it_is_told(tmp_path):
    data = rss(FULL, f"<description>{TEXT}</description>")
    article, *rest = read_feed(tmp_path, data[: data.rindex(b"<description>") + 20])
    assert isinstance(article, Article)
    assert rest[-1].reason == "is not well-formed; what could be read of it is taken"


def test_a_feed_has_its_most_items():
    found = list(items(rss(*[f"<guid>{n}</guid><description>{n}</description>" for n in range(2_005)]), HERE))
    assert len(found) == 2_001
    assert found[-1].reason == "has more than 2,000 items; the others are left out"
