"""What somebody agreed to when they sent a form: the wording that they read, and when."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from divan.core import clock
from divan.tickets.models import ConsentWording, Form


def consent_to(form: Form, language: str) -> dict[str, Any]:
    """The answer that keeps a consent: the id of its wording, the language in which it was read, and the moment.

    A wording is stored once, when somebody agrees to it for the first time, and never changed.
    """
    now = clock.now()
    said = json.dumps([form.consents, form.consent_link], sort_keys=True, ensure_ascii=False)
    wording, _is_new = ConsentWording.objects.get_or_create(
        form=form,
        digest=hashlib.sha256(said.encode()).hexdigest(),
        defaults={"texts": form.consents, "link": form.consent_link, "first_used_at": now},
    )
    return {"wording": wording.pk, "language": language, "at": now.isoformat()}
