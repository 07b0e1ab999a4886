"""A verb's refusal becomes an error beside the field that it is about, or a message on the next page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from divan.core.errors import Refused


@contextmanager
def refusals_in(form: BaseForm) -> Iterator[None]:
    """Put a Refused raised inside the block into the form, at the field it names or above all fields."""
    try:
        yield
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Show a Refused raised inside the block as an error on the next page."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, refusal.message)
