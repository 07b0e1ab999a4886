"""What our editor makes has its looks in a mail, where no style sheet is read (E5)."""

from __future__ import annotations

import re

from divan.conversations.actions import Draft
from divan.conversations.markup import written
from divan.core.jobs import drain
from divan.mail.models import OutgoingMail
from divan.tickets import actions
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

TABLE = (
    "<table><tbody><tr><th><p>Model</p></th></tr><tr><td><p>LX-20</p></td></tr></tbody></table>"
    "<pre><code>lp -d lx20 test.txt</code></pre><p>a &lt;td b</p>"
)


def test_tables_have_edges_and_code_runs_from_left_to_right(people: Cast) -> None:
    body = written(TABLE)
    answer = Draft(text=body.text, html=body.html)
    actions.reply(open_ticket(people), answer, actor=actor(people.agent))
    drain()
    letter = OutgoingMail.objects.latest("pk")
    assert re.search(r'<td style="border:1px[^"]*"><p>LX-20', letter.html)
    [code] = re.findall("<pre[^>]*>", letter.html)
    assert 'dir="ltr"' in code
    assert "monospace" in code
    assert "a &lt;td b" in letter.html
    assert "Model\nLX-20" in letter.text
