"""Addresses for the review of what new colleagues write."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from divan.tickets.views import reviews

urlpatterns = [
    path("reviews/", require_GET(reviews.reviews), name="reviews"),
    path(
        "compositions/<int:composition_id>/approve/",
        require_POST(reviews.approve_composition),
        name="approve_composition",
    ),
    path(
        "compositions/<int:composition_id>/give-back/",
        require_POST(reviews.give_back_composition),
        name="give_back_composition",
    ),
    path(
        "settings/people/<int:person_id>/review/",
        require_POST(reviews.settings_review),
        name="settings_review",
    ),
]
