"""Reading the texts of mail in five languages: subjects, quoted history, old character sets."""

from .charsets import decode_body
from .replies import own_lines, split_reply
from .subjects import (
    encode_subject,
    is_auto_reply_subject,
    parse_subject,
    strip_subject_prefixes,
)

__all__ = [
    "decode_body",
    "encode_subject",
    "is_auto_reply_subject",
    "own_lines",
    "parse_subject",
    "split_reply",
    "strip_subject_prefixes",
]
