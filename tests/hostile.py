"""Text that would do harm where it is parsed, cut or measured without care."""

from hypothesis import strategies as st

HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<!channel>", "<!here|x>", "<@U012AB3CD>", "<#C1|general>", "<https://evil.example|bank>", "&lt;", "&",
                "*bold*", "_it_", "~no~", "```code```", "`", ":smile:", "@everyone", "https://evil.example/a?b=c#d",
                "\u202e", "\u202a",
                "\u2066", "\u2067", "\u2068", "\u2069", "\u202c", "\u200b", "\u200f", "שלום", "مرحبا",
                "👩‍👩‍👧‍👦", "😀" * 200, "e\u0301\u0302\u0303", "\n", "\n\n", " ", ". ", '"', "“", "”", "«", "x" * 4_000,
                "A sentence. ", "Another one! " * 300, "word " * 800,
            ]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    ),
    min_size=1,
    max_size=12,
).map("".join).filter(str.strip)  # fmt: skip
