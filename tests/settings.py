"""The product's settings for tests: data in a folder of their own, quick password hashing, plain static files.

Each test process has its own folder, database and, on the second pass, its own Valkey. So that tests may run
side by side, nothing is shared between them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from divan.site.settings import *  # noqa: F403
from divan.site.settings import CACHES, DATABASES, STORAGES

TESTING = True
DATA = Path(tempfile.mkdtemp(prefix="divan-tests-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
MEDIA_ROOT = DATA / "files"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir()
SECRET_KEY = "tests know no secrets"
PUBLIC_URL = "http://testserver"
MAIL_RELAY_URL = ""

# A file, not memory: tests with several threads need the locking of the real thing.
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}

# The runner starts one Valkey for each test process, because channels reach across its databases.
_valkeys = os.environ.get("DIVAN_TEST_VALKEYS", "").split()
if _valkeys:
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    REDIS_URL = _valkeys[int(_worker) % len(_valkeys)]
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"serializer": "divan.core.cache.JsonSerializer"},
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
