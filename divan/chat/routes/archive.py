"""Who may open which address of past chats."""

from divan.core.routes import Route

_ARCHIVE = "perm:chat.archive"

ROUTES: dict[str, Route] = {
    "chat_archive": Route(_ARCHIVE),
    "export_chats": Route(_ARCHIVE, ("POST",)),
    "archived_chat": Route(_ARCHIVE),
    "copy_archived_chat": Route(_ARCHIVE, ("POST",)),
    "archived_chat_copy": Route(_ARCHIVE),
    "mail_archived_chat": Route(_ARCHIVE, ("POST",)),
}
