"""Prepares the data of a product that is about to run: `python -m tests.support.stage`.

The cast, one ticket with a whole story, and one that nobody has answered yet. Writes staged.json into the
data folder, so that tests know what is there.
"""

from __future__ import annotations

import json

import django
from django.core.management import call_command

django.setup()

from django.conf import settings  # noqa: E402 - models load after set-up

from tests.support.builders import open_ticket  # noqa: E402
from tests.support.cast import assemble  # noqa: E402
from tests.support.spine import tell_a_story  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    people = assemble()
    story = tell_a_story(people)
    waiting = open_ticket(people, subject="چاپگر طبقهٔ دوم", text="صفحهٔ خالی چاپ می‌کند. <b>XSS</b>")
    staged = {"story": story.number, "waiting": waiting.number}
    (settings.DATA / "staged.json").write_text(json.dumps(staged))
