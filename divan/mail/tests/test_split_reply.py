"""What is new in a mail with HTML, as the mail programs of this world write it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from divan.mail.parsing import parse
from divan.mail.parsing.html_quotes import without_quotes
from divan.mail.parsing.html_text import to_text

OLD = "<p>Old words</p><p><img src='cid:logo'></p>"
FIELDS = "<b>From:</b> Tom<br><b>Sent:</b> Friday<br><b>To:</b> Ann<br><b>Subject:</b> Toner"
LINE = "On Fri, Apr 3, 2026 at 9:15 AM Tom &lt;tom@firma.example&gt; wrote:"

QUOTATIONS = {
    "gmail": f'<br><div class="gmail_quote"><div class="gmail_attr">{LINE}<br></div>'
    f'<blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "gmail in a language nobody knows": '<div class="gmail_quote"><div class="gmail_attr">Tom kutambe:<br></div>'
    f'<blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "outlook": f'<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>{FIELDS}</p></div>{OLD}',
    "outlook 2007": "<div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt'><p>Zor: x</p></div>"
    + OLD,
    "outlook on the web": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{FIELDS}</div>{OLD}',
    "new outlook": f'<div id="mail-editor-reference-message-container"><div>Ktoś: Tom</div>{OLD}</div>',
    "outlook for telephones": f'<div class="ms-outlook-mobile-reference-message">{FIELDS}{OLD}</div>',
    "plain fields below a rule": f"<hr><p>{FIELDS.replace('From', 'Kimden').replace('Sent', 'Tarih')}</p>{OLD}",
    "fields in a table": "<table><tr><td>Von:</td><td>Tom</td></tr><tr><td>Gesendet:</td><td>Freitag</td></tr>"
    f"<tr><td>An:</td><td>Ann</td></tr></table>{OLD}",
    "apple mail": f'<br><blockquote type="cite"><div>{LINE}</div><br><div>{OLD}</div></blockquote>',
    "thunderbird": f'<div class="moz-cite-prefix">{LINE}<br></div><blockquote type="cite" cite="mid:x">{OLD}</blockquote>',
    "yahoo": f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div>{LINE}</div>{OLD}</div>',
    "proton": f'<div class="protonmail_quote">{LINE}<br><blockquote class="protonmail_quote">{OLD}</blockquote></div>',
    "zimbra": f'<hr id="zwchr" data-marker="__DIVIDER__"><div><b>Od: </b>Tom<br></div>{OLD}',
    "hotmail": f'<hr id="stopSpelling">{FIELDS}{OLD}',
    "nothing but the line": f"<p>{LINE}</p>{OLD}",
    "help desk": f"<p>##- Please type your reply above this line -##</p>{OLD}",
    "gmail in hebrew": '<div class="gmail_quote"><div dir="rtl">‫בתאריך יום ו׳, 3 באפר׳ 2026 ב-9:15 מאת ‪Tom‬‏ &lt;'
    f"tom@firma.example&gt;:‬<br></div><blockquote>{OLD}</blockquote></div>",
}


@pytest.mark.parametrize("program", QUOTATIONS)
def test_quotation_is_cut_from_html(program: str) -> None:
    divided = without_quotes(f"<html><body><p>New <b>words</b></p>{QUOTATIONS[program]}</body></html>")
    assert to_text(divided.own) == "New words"
    assert "<b>words</b>" in divided.own
    assert "Old words" in divided.quoted
    assert "cid:logo" in divided.quoted
    assert "cid:logo" not in divided.own


def test_answers_between_quotations_stay_with_them() -> None:
    def quote(words: str) -> str:
        return f'<blockquote class="gmail_quote">{words}</blockquote>'

    markup = f'<div class="gmail_quote"><div class="gmail_attr">{LINE}</div>{quote("One?")}<div>Yes.</div>{quote("Two?")}'
    divided = without_quotes(
        f"{markup}<div>No.</div>{quote('Bye')}</div><div class='gmail_signature'>Ann</div>"
    )
    assert to_text(divided.own).split() == ["One?", "Yes.", "Two?", "No."]
    assert "Bye" in divided.quoted
    assert "Ann" in divided.quoted


def test_an_answer_below_the_quotation_stands_alone() -> None:
    divided = without_quotes(f"{QUOTATIONS['thunderbird']}<p>Yes, both.</p>")
    assert to_text(divided.own) == "Yes, both."
    assert "Old words" in divided.quoted


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='gmail_quote'>---------- Forwarded message ---------<br>From: Tom<br>Date: Fri<br>To: Ann<p>Offer</p></div>",
        f"<div id='divRplyFwdMsg'>{FIELDS}</div>{OLD}",
        "<p>Step one</p><blockquote>set apart</blockquote><p>Step two</p>",
        "<div style='border:none;border-left:solid'>A box</div><p>More</p>",
        "<img src='cid:photo'>",
        "",
    ],
)
def test_markup_without_history_stays_whole(markup: str) -> None:
    divided = without_quotes(markup)
    assert (divided.own, divided.quoted) == (markup, "")


@pytest.mark.parametrize(
    "signature",
    [
        "<p>-- <br>Ann Smith</p>",
        "<div class='gmail_signature'>Ann Smith</div>",
        "<pre class='moz-signature'>-- \nAnn Smith</pre>",
        "<div>Sent from my iPhone</div>",
    ],
)
def test_signature_is_cut_from_html(signature: str) -> None:
    divided = without_quotes(f"<p>New words</p>{signature}{QUOTATIONS['gmail']}")
    assert to_text(divided.own) == "New words"
    assert to_text(signature).split()[-1] in divided.quoted


def test_a_marked_signature_with_words_below_it_stays() -> None:
    assert without_quotes("<div id='Signature'>Ann</div><p>And one more thing</p>").quoted == ""


def test_mail_with_html_alone_has_the_same_reply() -> None:
    body = f"<p>Tamam.</p>{QUOTATIONS['gmail in a language nobody knows']}"
    parsed = parse(f"Content-Type: text/html; charset=utf-8\r\n\r\n{body}".encode())
    assert parsed.reply_text == "Tamam."
    assert "Old words" in parsed.quoted
    assert "Old words" not in parsed.html
    assert "Old words" in parsed.text


PIECES = [
    *QUOTATIONS.values(),
    "<p>own</p>",
    "text",
    "</div>",
    "<blockquote>",
    "<pre>a\n> b\n",
    "<!-- c -->",
    "<hr>",
]


@example([QUOTATIONS["proton"], QUOTATIONS["proton"], "<p>own</p>", QUOTATIONS["gmail"], "<p>own</p>"])
@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_no_word_of_html_is_lost(pieces: list[str]) -> None:
    markup = "".join(pieces)
    divided = without_quotes(markup)
    assert sorted(f"{to_text(divided.own)} {to_text(divided.quoted)}".split()) == sorted(
        to_text(markup).split()
    )


@pytest.mark.parametrize(
    "unit", [QUOTATIONS["gmail"], QUOTATIONS["outlook"], "<div class=gmail_quote>a</div>", "<p>a</p>"]
)
def test_hostile_html_is_divided_in_linear_time(unit: str) -> None:
    started = time.perf_counter()
    without_quotes(f"<p>own</p>{unit * (500_000 // len(unit))}")
    assert time.perf_counter() - started < 20
