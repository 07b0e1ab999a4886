"""The verbs of the knowledge base."""

from divan.knowledge.actions.articles import (
    ArticleSettings,
    change_article,
    create_article,
    publish_article,
    withdraw_article,
)
from divan.knowledge.actions.categories import (
    create_category,
    delete_category,
    move_category,
    rename_category,
)
from divan.knowledge.actions.deflections import deflect
from divan.knowledge.actions.drafts import (
    discard_draft,
    return_draft,
    save_draft,
    schedule_draft,
    submit_draft,
)
from divan.knowledge.actions.files import add_file
from divan.knowledge.actions.gaps import note_search, set_search_aside
from divan.knowledge.actions.readers import follow, give_feedback, stop_news, unfollow
from divan.knowledge.actions.reads import count_read
from divan.knowledge.actions.releases import (
    confirm_translation,
    release_draft,
    restore_version,
    withdraw_translation,
    write_translation,
)

__all__ = [
    "ArticleSettings",
    "add_file",
    "change_article",
    "confirm_translation",
    "count_read",
    "create_article",
    "create_category",
    "deflect",
    "delete_category",
    "discard_draft",
    "follow",
    "give_feedback",
    "move_category",
    "note_search",
    "publish_article",
    "release_draft",
    "rename_category",
    "restore_version",
    "return_draft",
    "save_draft",
    "schedule_draft",
    "set_search_aside",
    "stop_news",
    "submit_draft",
    "unfollow",
    "withdraw_article",
    "withdraw_translation",
    "write_translation",
]
