"""The product's settings while it is measured: it counts its queries, and nobody is too quick for its forms."""

from divan.site.settings import *  # noqa: F403
from divan.site.settings import MIDDLEWARE

MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]
FORMS_PER_CLIENT = FORMS_PER_ADDRESS = LINE_SOCKETS_PER_CLIENT = 10_000_000
