"""Addresses for answering with articles and earlier replies."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from divan.tickets.views import article_report, articles, articles_read

urlpatterns = [
    path("knowledge/passages/", require_GET(article_report.article_passages), name="article_passages"),
    path("articles/read/", require_POST(articles_read.article_read), name="article_read"),
    path("compositions/articles/", require_GET(articles.new_mail_articles), name="new_mail_articles"),
    path("tickets/<str:number>/articles/", require_GET(articles.ticket_articles), name="ticket_articles"),
    path("tickets/<str:number>/answers/", require_GET(articles.ticket_answers), name="ticket_answers"),
    path(
        "tickets/<str:number>/adapt/article/<int:article_id>/",
        require_GET(articles.adapt_article),
        name="adapt_article",
    ),
    path(
        "tickets/<str:number>/adapt/reply/<int:message_id>/",
        require_GET(articles.adapt_reply),
        name="adapt_reply",
    ),
]
