"""How much is how much in a chat: what verbs, the frame of the visitor and the console keep to alike."""

from __future__ import annotations

from datetime import timedelta

LONGEST_TEXT = 4_000
"""Characters of one line."""
LONGEST_KEY = 40
"""Characters of the key that a page draws for each line; with the author's name it fits its column."""
SHORTEST_START_KEY = 20
"""Whoever knows the key of a page's first line holds its token, so it is not short."""
LONGEST_TYPING = 500
"""Characters that experts are shown of what is being typed."""
LONGEST_COMMENT = 2_000
MOST_FILES = 10

HERE = timedelta(seconds=75)
"""Open pages are heard of about twice a minute; who was missed twice is not here."""
AWAY = timedelta(seconds=8)
"""Whose last page has closed is away after this, unless another one opens: a reload takes less. Pages are told when
`realtime.lines` has given them its grace, which is longer.
"""
LEAD_GONE = timedelta(minutes=3)
"""Whoever leads and was not heard of for so long does not answer a visitor who waits. Open pages are heard of twice a
minute, so a lost network or a restart takes nobody's chat away.
"""
UNREAD = timedelta(minutes=3)
"""After the end by an expert, a visitor whose network had gone has so long to come back and read the rest; then it is
mailed. Until `HERE` has passed nobody knows that they have gone.
"""
GONE_WAITING = timedelta(minutes=2)
GONE_ACTIVE = timedelta(minutes=5)

LONGEST_INVITATION = 200
LONGEST_PAGE = 200
MOST_PAGES = 30
MOST_RULES = 20
"""Of a site; all of them go into its frame."""
QUIET_DAYS = 30
"""Who has said "no, thank you" is asked by no rule of the site for so long."""
