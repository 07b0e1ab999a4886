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

from divan.guides import actions as guides  # noqa: E402
from divan.guides.models import Script  # noqa: E402
from divan.tickets.models import Form  # noqa: E402
from tests.support.builders import open_ticket  # noqa: E402
from tests.support.cast import Cast, actor, assemble  # noqa: E402
from tests.support.spine import tell_a_story  # noqa: E402


def write_script(people: Cast) -> Script:
    """A question with two answers, in words that are longer than a phone is wide."""
    chief = actor(people.administrator)
    script = guides.save_guide(
        Script, None, {"en": "The printer prints nothing"}, category_id=None, actor=chief
    )
    lamp = {"en": "Does the lamp over the paper tray shine when the printer has been switched on?"}
    step = guides.save_step(script, None, lamp, actor=chief)
    for words in ("Yes, it shines, and the display says that it waits for paper", "No"):
        guides.save_answer(step, None, {"en": words}, leads_to=None, actor=chief)
    return script


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    people = assemble()
    story = tell_a_story(people)
    waiting = open_ticket(people, subject="چاپگر طبقهٔ دوم", text="صفحهٔ خالی چاپ می‌کند. <b>XSS</b>")
    staged = {
        "story": story.number,
        "waiting": waiting.number,
        "form": str(Form.objects.earliest("pk").pk),
        "script": str(write_script(people).pk),
    }
    (settings.DATA / "staged.json").write_text(json.dumps(staged))
