"""The catalogue of every language: finding the strings in the code, and keeping the translations with them.

Run as `python -m divan.core.messages` after strings changed. There is one catalogue per language. Its text is
stable (sorted, without dates and line numbers), so that a difference shows words only. Nothing is guessed:
a new string comes in empty, a string that is gone goes out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

REPOSITORY = Path(__file__).resolve().parents[2]

# Django's own headers: it keeps catalogues with another header apart from its own.
PLURAL_FORMS = {
    "tr": "nplurals=2; plural=(n > 1);",
    "he": (
        "nplurals=4; plural=(n == 1 && n % 1 == 0) ? 0 : (n == 2 && n % 1 == 0) ? 1: "
        "(n % 10 == 0 && n % 1 == 0 && n > 10) ? 2 : 3;"
    ),
    "fa": "nplurals=2; plural=(n > 1);",
    "pl": (
        "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : "
        "n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);"
    ),
}

_METHODS = [
    ("**/migrations/**", "ignore"),
    ("**/tests/**", "ignore"),
    ("**.py", "python"),
    ("**/jinja2/**.html", "jinja2"),
    ("**/jinja2/**.txt", "jinja2"),
]
_JINJA = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Divan\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
_PLACEHOLDER = re.compile(r"%\((\w+)\)")


def catalogue_path(language: str, root: Path = REPOSITORY) -> Path:
    """Where the catalogue of `language` lies."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(root: Path = REPOSITORY) -> Catalog:
    """All strings of the code and the templates under `root`/divan, without translations."""
    found = Catalog(fuzzy=False)
    options = {"**/jinja2/**.html": _JINJA, "**/jinja2/**.txt": _JINJA}
    for file, _line, text, comments, context in extract_from_dir(
        root / "divan", _METHODS, options, keywords=_KEYWORDS, comment_tags=("Translators:",)
    ):
        found.add(text, None, [(f"divan/{file}", 0)], auto_comments=comments, context=context)
    return found


def read(language: str, root: Path = REPOSITORY) -> Catalog:
    """The catalogue of `language` as it is stored; an empty one if there is none yet."""
    path = catalogue_path(language, root)
    if not path.is_file():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as stored:
        return pofile.read_po(stored, locale=language)


def update(language: str, found: Catalog, root: Path = REPOSITORY) -> None:
    """Bring the stored catalogue in line with the strings that were `found`, keeping what is translated."""
    stored = read(language, root)
    merged = Catalog(locale=language, fuzzy=False)
    merged.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    for message in _texts(found):
        known = stored.get(message.id, message.context)
        keeps = known is not None and known.pluralizable == message.pluralizable
        merged.add(
            message.id,
            known.string if known is not None and keeps else None,
            sorted(set(message.locations)),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    path = catalogue_path(language, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        target.write(_HEADER.format(language=language, plural_forms=_quoted(PLURAL_FORMS[language])).encode())
        pofile.write_po(target, merged, width=100, omit_header=True, sort_output=True, include_lineno=False)


def problems(language: str, found: Catalog, root: Path = REPOSITORY) -> Iterator[str]:
    """Every reason why the catalogue of `language` is not complete and right, as a line for people."""
    stored = read(language, root)
    if stored.plural_forms.replace(" ", "") != PLURAL_FORMS[language].replace(" ", ""):
        yield f"{language}: the plural header is not Django's"
    for message in _texts(found):
        known = stored.get(message.id, message.context)
        if known is None:
            yield f"{language}: not in the catalogue: {_name(message)}"
        else:
            yield from (
                f"{language}: {problem}: {_name(message)}" for problem in _faults(message, known, stored)
            )
    for known in _texts(stored):
        if found.get(known.id, known.context) is None:
            yield f"{language}: no longer in the code: {_name(known)}"


def _faults(message: Message, known: Message, stored: Catalog) -> Iterator[str]:
    strings = known.string if isinstance(known.string, (tuple, list)) else (known.string,)
    if known.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "not translated"
    if known.pluralizable != message.pluralizable:
        yield "singular and plural do not fit the code"
    elif message.pluralizable and len(strings) != stored.num_plurals:
        yield f"{len(strings)} plural forms instead of {stored.num_plurals}"
    wanted = _placeholders(*(message.id if message.pluralizable else (message.id,)))
    for text in filter(None, strings):
        # "One ticket" may leave the number out in the languages that have a word for it.
        right = _placeholders(text) <= wanted if message.pluralizable else _placeholders(text) == wanted
        if not right:
            yield f"placeholders differ in {text!r}"


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _name(message: Message) -> str:
    text = message.id[0] if message.pluralizable else message.id
    return f"{text!r} ({message.context})" if message.context else repr(text)


def _placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


def main() -> int:
    """Update every catalogue and say how many strings each still lacks."""
    found = extract()
    for language in PLURAL_FORMS:
        update(language, found)
        stored = read(language)
        empty = sum(1 for message in _texts(stored) if any(_faults(message, message, stored)))
        print(f"{language}: {len(stored)} strings, {empty} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
