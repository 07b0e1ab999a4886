"""Abandoned uploads go; whatever somebody still holds stays."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from divan.conversations import files
from divan.conversations.actions import upload
from divan.conversations.models import Attachment
from divan.conversations.schedules import sweep_uploads
from divan.core import clock
from divan.core.actors import SYSTEM

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=5)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _uploaded_long_ago(content: bytes) -> Attachment:
    with clock.at(clock.now() - LONG_AGO):
        kept = upload(SimpleUploadedFile("a.txt", content), actor=SYSTEM)
    then = (clock.now() - LONG_AGO).timestamp()
    os.utime(files.path_of(kept.sha256), (then, then))
    return kept


def test_an_abandoned_upload_goes_with_its_bytes():
    old = _uploaded_long_ago(b"nobody wanted me")
    sweep_uploads()
    assert not Attachment.objects.filter(pk=old.pk).exists()
    assert not files.path_of(old.sha256).exists()


def test_bytes_that_another_upload_holds_stay():
    old = _uploaded_long_ago(b"shared")
    new = upload(SimpleUploadedFile("b.txt", b"shared"), actor=SYSTEM)
    sweep_uploads()
    assert list(Attachment.objects.values_list("pk", flat=True)) == [new.pk]
    assert files.path_of(old.sha256).exists()


def test_bytes_that_were_stored_again_a_moment_ago_stay():
    old = _uploaded_long_ago(b"coming back")
    files.store([b"coming back"])
    sweep_uploads()
    assert files.path_of(old.sha256).exists()
