"""Where articles come from by themselves: addresses on the web, feeds, folders that are watched.

``network`` and ``fetch`` get what stands at an address, ``robots`` says whether we may; ``web`` reads articles of it;
``poll`` asks a source what is new, and ``watch`` asks all of them, each in its time.
"""
