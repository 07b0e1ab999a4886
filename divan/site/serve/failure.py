"""Why a command cannot do its work, in one sentence that says what to do about it."""

from __future__ import annotations

import errno


class CannotStart(Exception):
    """The sentence is for the operator; nothing has been damaged."""


def sentence_for(error: OSError, path: object) -> str:
    """What the operator should know about an operating system error at `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk that holds {path} is full: free some space and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{path} is not writable: give this user the right to write there, or choose another with --data."
        )
    return f"{path} cannot be used ({error.strerror}): choose another folder with --data."
