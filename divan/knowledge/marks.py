"""What our Markdown has beyond the standard: anchors, notes, and addresses of files and articles.

- `## Heading {#name}` gives a heading a name that survives new words; without it the words are the name.
- A quotation that begins with `[!NOTE]`, `[!TIP]` or `[!WARNING]` is set apart as a note.
- `files/<id>` and `article:<address>` lead to a file of the article and to another article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import category, normalize

from django.utils.translation import pgettext
from markdown_it.token import Token

from divan.knowledge.paths import file_path

TONES = ("info", "good", "wait")
_NOTES: dict[str, tuple[str, Callable[[], str]]] = {
    "NOTE": ("info", lambda: pgettext("before a remark", "Note")),
    "TIP": ("good", lambda: pgettext("before a remark", "Tip")),
    "WARNING": ("wait", lambda: pgettext("before a remark", "Warning")),
}
_NOTE = re.compile(r"\[!(NOTE|TIP|WARNING)\]\s*", re.IGNORECASE)
_NAMED = re.compile(r"\{#([\w-]{1,60})\}\Z")
_WORD = re.compile(r"\w+")
_FILE = re.compile(r"files/([0-9]{1,12})")
_ARTICLE = re.compile(r"article:([a-z0-9_-]{1,80})(#s-[\w%-]{1,240})?")
_LEVELS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_OWN_DIRECTION = {"p", "li", "h2", "h3", "blockquote", "td", "th"}


def arrange(tokens: list[Token]) -> list[Token]:
    """The parsed text with anchors, notes, directions and addresses; changes the tokens and returns them."""
    taken: dict[str, int] = {}
    for place, token in enumerate(tokens):
        token.tag = _LEVELS.get(token.tag, token.tag)
        if token.type == "heading_open":
            token.attrSet("id", _anchor(tokens[place + 1], taken))
        elif token.type == "blockquote_open":
            _set_apart(tokens, place)
        if token.nesting == 1 and token.tag in _OWN_DIRECTION:
            token.attrSet("dir", "auto")
        for child in token.children or ():
            _lead(child)
    return tokens


def _anchor(heading: Token, taken: dict[str, int]) -> str:
    """The name of a heading, unlike all before it; a name that was given is taken out of the words."""
    last = heading.children[-1] if heading.children else None
    given = _NAMED.search(last.content.rstrip()) if last is not None and last.type == "text" else None
    if given and last is not None:
        last.content = last.content[: given.start()].rstrip()
        name = given[1].lower()
    else:
        name = anchor_of(heading.content)
    taken[name] = taken.get(name, 0) + 1
    return f"s-{name}" if taken[name] == 1 else f"s-{name}-{taken[name]}"


def anchor_of(words: str) -> str:
    """The name of a heading that was given none, from its words."""
    return "-".join(_WORD.findall(_plain(words)))[:60].strip("-") or "part"


def note_of(tone: str) -> str:
    """The mark of the notes that are shown in that tone; "" for a tone that no note has."""
    return next((mark for mark, (shown, _word) in _NOTES.items() if shown == tone), "")


def _plain(text: str) -> str:
    """The words without accents and points, as an address has them. It never changes, unlike the search keys."""
    letters = (letter for letter in normalize("NFKD", text) if category(letter) != "Mn")
    return normalize("NFC", "".join(letters)).casefold()


def _set_apart(tokens: list[Token], place: int) -> None:
    """Make a quotation that says so a note, its kind in words before it."""
    inline = tokens[place + 2] if len(tokens) > place + 2 else None
    first = inline.children[0] if inline is not None and inline.children else None
    said = _NOTE.match(first.content) if first is not None and first.type == "text" else None
    if inline is None or first is None or said is None:
        return
    tone, word = _NOTES[said[1].upper()]
    opening, closing = tokens[place], _closing(tokens, place)
    opening.tag = closing.tag = "div"
    opening.attrs = {"class": "callout", "role": "note", "data-tone": tone}
    first.content = first.content[said.end() :]
    start = Token("strong_open", "strong", 1)
    name = Token("text", "", 0, content=word())
    end, gap = Token("strong_close", "strong", -1), Token("text", "", 0, content=" ")
    inline.children = [start, name, end, gap, *(inline.children or [])]


def _closing(tokens: list[Token], place: int) -> Token:
    """The end of the quotation that begins at `place`."""
    level = tokens[place].level
    return next(t for t in tokens[place:] if t.type == "blockquote_close" and t.level == level)


def _lead(token: Token) -> None:
    """Give links and pictures their real address; a picture from elsewhere is only its words."""
    if token.type == "link_open":
        href = str(token.attrGet("href") or "")
        if file := _FILE.fullmatch(href):
            token.attrSet("href", file_path(int(file[1])))
        elif article := _ARTICLE.fullmatch(href):
            token.attrSet("href", f"/help/{article[1]}/{article[2] or ''}")
    elif token.type == "image":
        file = _FILE.fullmatch(str(token.attrGet("src") or ""))
        if file:
            token.attrs = {"src": file_path(int(file[1])), "alt": "", "loading": "lazy"}
        else:
            token.type, token.tag, token.content = "text", "", token.content
            token.children = None
