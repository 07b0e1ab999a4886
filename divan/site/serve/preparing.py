"""Everything that a start or an upgrade brings up to date; quick when there is nothing to do."""

from __future__ import annotations

from importlib import import_module

import django

from divan.core import catalogues


def set_up_django() -> None:
    """Compile what was translated since, then load settings and applications."""
    catalogues.compile_stale()
    django.setup()


def prepare_product(*, resume: bool = False) -> None:
    """Catalogues, database and static files. Raises CannotStart with what to do about it."""
    set_up_django()
    # These read the settings when they are imported.
    import_module("divan.site.serve.database").bring_up_to_date(resume=resume)
    import_module("divan.site.serve.statics").collect_if_stale()


def require_prepared() -> None:
    """For a part that is started on its own: the data must have been brought up to date before."""
    set_up_django()
    import_module("divan.site.serve.database").require_current()
