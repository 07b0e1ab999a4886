"""Addresses of the help pages and of their authors' pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from divan.knowledge.views import (
    answering,
    categories,
    creating,
    desk,
    feeds,
    gaps,
    printing,
    readers,
    reading,
    settings,
    solving,
    usage,
    versions,
    writing,
)

_READING: list[URLPattern] = [
    path("help/", reading.help_home, name="help"),
    path("help/search/", reading.help_search, name="help_search"),
    path("help/search/hits/", answering.help_hits, name="help_hits"),
    path("help/suggestions/", answering.help_suggestions, name="help_suggestions"),
    path("help/questions/", usage.help_questions, name="help_questions"),
    path("help/stop/<str:token>/", readers.help_stop, name="help_stop"),
    path("help/topics/<int:shelf_id>/", reading.help_topic, name="help_topic"),
    path("help/topics/<int:shelf_id>/follow/", readers.help_follow_topic, name="help_follow_topic"),
    path("help/topics/<int:shelf_id>/unfollow/", readers.help_unfollow_topic, name="help_unfollow_topic"),
    path("help/feeds/<slug:language>/", feeds.help_feed, name="help_feed"),
    path("help/feeds/<slug:language>/<int:shelf_id>/", feeds.help_topic_feed, name="help_topic_feed"),
    path("help/files/<int:file_id>/", reading.help_file, name="help_file"),
    path("help/<slug:slug>/", reading.help_article, name="help_article"),
    path("help/<slug:slug>/answer/", answering.help_answer, name="help_answer"),
    path("help/<slug:slug>/solved/", solving.help_solved, name="help_solved"),
    path("help/<slug:slug>/print/", reading.help_print, name="help_print"),
    path("help/<slug:slug>/pdf/", printing.help_pdf, name="help_pdf"),
    path("help/<slug:slug>/read/", usage.help_read, name="help_read"),
    path("help/<slug:slug>/feedback/", readers.help_feedback, name="help_feedback"),
    path("help/<slug:slug>/follow/", readers.help_follow, name="help_follow"),
    path("help/<slug:slug>/unfollow/", readers.help_unfollow, name="help_unfollow"),
    path("help/<slug:language>/<slug:slug>/", reading.help_article_in, name="help_article_in"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
]
_TEXT = "knowledge/<int:article_id>/<slug:language>/"
_WRITING: list[URLPattern] = [
    path("knowledge/", desk.knowledge_desk, name="knowledge_desk"),
    path("knowledge/gaps/", gaps.knowledge_gaps, name="knowledge_gaps"),
    path("knowledge/gaps/<int:missed_id>/aside/", gaps.set_search_aside, name="set_search_aside"),
    path("knowledge/new/", creating.create_article, name="create_article"),
    path("knowledge/preview/", writing.preview_article, name="preview_article"),
    path("knowledge/categories/", categories.knowledge_categories, name="knowledge_categories"),
    path("knowledge/categories/<int:shelf_id>/", categories.knowledge_category, name="knowledge_category"),
    path("knowledge/categories/<int:shelf_id>/move/", categories.move_category, name="move_category"),
    path("knowledge/categories/<int:shelf_id>/delete/", categories.delete_category, name="delete_category"),
    path("knowledge/<int:article_id>/", desk.knowledge_article, name="knowledge_article"),
    path("knowledge/<int:article_id>/publish/", desk.publish_article, name="publish_article"),
    path("knowledge/<int:article_id>/withdraw/", desk.withdraw_article, name="withdraw_article"),
    path("knowledge/<int:article_id>/files/", writing.upload_article_file, name="upload_article_file"),
    path(_TEXT, writing.write_article, name="write_article"),
    path(f"{_TEXT}draft/", writing.save_article_draft, name="save_article_draft"),
    path(f"{_TEXT}release/", writing.release_draft, name="release_draft"),
    path(f"{_TEXT}submit/", writing.submit_draft, name="submit_draft"),
    path(f"{_TEXT}return/", writing.return_draft, name="return_draft"),
    path(f"{_TEXT}schedule/", writing.schedule_draft, name="schedule_draft"),
    path(f"{_TEXT}discard/", writing.discard_draft, name="discard_draft"),
    path(f"{_TEXT}confirm/", desk.confirm_translation, name="confirm_translation"),
    path(f"{_TEXT}withdraw/", desk.withdraw_translation, name="withdraw_translation"),
    path(f"{_TEXT}versions/", versions.article_versions, name="article_versions"),
    path(f"{_TEXT}versions/<int:version>/restore/", versions.restore_version, name="restore_version"),
    path("settings/knowledge/", settings.settings_knowledge, name="settings_knowledge"),
    path("settings/knowledge/export/", settings.export_articles, name="export_articles"),
    path("settings/knowledge/import/", settings.import_articles, name="import_articles"),
]

urlpatterns: list[URLPattern] = [*_READING, *_WRITING]
