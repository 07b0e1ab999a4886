"""Who may open which address of the knowledge base."""

from __future__ import annotations

from divan.core.routes import ANYONE, SIGNED_IN, Route

_FORM = ("GET", "POST")
_POST = ("POST",)
_WRITE = "perm:knowledge.write"
_PUBLISH = "perm:knowledge.publish"

ROUTES: dict[str, Route] = {
    "help": Route(ANYONE),
    "help_search": Route(ANYONE),
    "help_hits": Route(ANYONE),
    "help_suggestions": Route(ANYONE, _POST),
    "help_answer": Route(ANYONE),
    "help_solved": Route(ANYONE, _FORM),
    "help_questions": Route(ANYONE),
    "help_stop": Route(ANYONE, _FORM),
    "help_topic": Route(ANYONE),
    "help_follow_topic": Route(SIGNED_IN, _POST),
    "help_unfollow_topic": Route(SIGNED_IN, _POST),
    "help_feed": Route(ANYONE),
    "help_topic_feed": Route(ANYONE),
    "help_file": Route(ANYONE),
    "help_article": Route(ANYONE),
    "help_article_in": Route(ANYONE),
    "help_print": Route(ANYONE),
    "help_pdf": Route(ANYONE),
    "help_read": Route(ANYONE, _POST),
    "help_feedback": Route(ANYONE, _POST),
    "help_follow": Route(SIGNED_IN, _POST),
    "help_unfollow": Route(SIGNED_IN, _POST),
    "sitemap": Route(ANYONE),
    "knowledge_desk": Route(_WRITE),
    "knowledge_gaps": Route(_PUBLISH),
    "set_search_aside": Route(_PUBLISH, _POST),
    "create_article": Route(_WRITE, _FORM),
    "preview_article": Route(_WRITE, _POST),
    "knowledge_categories": Route(_PUBLISH, _FORM),
    "knowledge_category": Route(_PUBLISH, _FORM),
    "move_category": Route(_PUBLISH, _POST),
    "delete_category": Route(_PUBLISH, _POST),
    "knowledge_article": Route(_WRITE, _FORM),
    "publish_article": Route(_PUBLISH, _POST),
    "withdraw_article": Route(_PUBLISH, _POST),
    "upload_article_file": Route(_WRITE, _POST),
    "write_article": Route(_WRITE, _FORM),
    "save_article_draft": Route(_WRITE, _POST),
    "release_draft": Route(_PUBLISH, _POST),
    "submit_draft": Route(_WRITE, _POST),
    "return_draft": Route(_PUBLISH, _POST),
    "schedule_draft": Route(_PUBLISH, _POST),
    "discard_draft": Route(_WRITE, _POST),
    "confirm_translation": Route(_PUBLISH, _POST),
    "withdraw_translation": Route(_PUBLISH, _POST),
    "article_versions": Route(_WRITE),
    "restore_version": Route(_WRITE, _POST),
    "settings_knowledge": Route(_PUBLISH),
    "export_articles": Route(_PUBLISH, _POST),
    "import_articles": Route(_PUBLISH, _POST),
}
