"""Everything is read from the environment; without any, Divan runs on SQLite in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from socket import gethostname
from urllib.parse import parse_qsl, unquote, urlsplit

from whitenoise.compress import Compressor

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("DIVAN_DATA") or REPOSITORY / "data").resolve()
DEBUG = os.environ.get("DIVAN_DEBUG") == "1"
TESTING = os.environ.get("DIVAN_TESTING") == "1"


def _secret_key() -> str:
    """The key from the environment or the data folder; commands that need no data get a passing one."""
    if key := os.environ.get("DIVAN_SECRET_KEY"):
        return key
    stored = DATA / "secret_key"
    return stored.read_text().strip() if stored.is_file() else secrets.token_urlsafe(48)


def _database(url: str) -> dict[str, object]:
    """Django's description of the database that `url` names (postgres://user:password@host:port/name)."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA / "divan.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;"
                    "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
                ),
            },
            "TEST": {"NAME": os.environ.get("DIVAN_TEST_SQLITE")},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
REDIS_URL = os.environ.get("REDIS_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Addresses. PUBLIC_URL is where people reach the product; links in mail start with it.
HOST = os.environ.get("DIVAN_HOST") or "127.0.0.1"  # where the web server and the mail receiver listen
HTTP_PORT = int(os.environ.get("DIVAN_HTTP_PORT") or 8000)
SMTP_PORT = int(os.environ.get("DIVAN_SMTP_PORT") or 2525)
PUBLIC_URL = (os.environ.get("DIVAN_PUBLIC_URL") or f"http://localhost:{HTTP_PORT}").rstrip("/")
_OWN_HOSTS = [urlsplit(PUBLIC_URL).hostname or "localhost", HOST, gethostname()]
_OWN_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [
    host.strip()
    for host in (os.environ.get("DIVAN_ALLOWED_HOSTS") or ",".join(_OWN_HOSTS)).split(",")
    if host.strip()
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = [
    address.strip() for address in os.environ.get("DIVAN_TRUSTED_PROXIES", "").split(",") if address.strip()
]
# The mail receiver.
SMTP_CERTIFICATE = os.environ.get("DIVAN_SMTP_CERT", "")
SMTP_KEY = os.environ.get("DIVAN_SMTP_KEY", "")
LMTP = os.environ.get("DIVAN_LMTP", "")  # host:port, or the path of a socket on this machine
_SECURE = PUBLIC_URL.startswith("https://")
if _SECURE:
    SECURE_HSTS_SECONDS = 31_536_000

# An SMTP relay for outgoing mail. Without one, mail stays readable under "Outgoing mail".
MAIL_RELAY_URL = os.environ.get("DIVAN_MAIL_RELAY", "")
# Who asks DNS about senders ("host:port"; otherwise this machine's resolver), and the networks of our own mail
# servers: mail that comes from there is not examined here, because what we would see is that server.
MAIL_DNS = os.environ.get("DIVAN_DNS", "")
_OWN_NETWORKS = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7,fe80::/10"
MAIL_FRONTS = [
    network.strip()
    for network in (os.environ.get("DIVAN_MAIL_FRONTS") or _OWN_NETWORKS).split(",")
    if network.strip()
]

INSTALLED_APPS = [
    "divan.samples",
    "divan.reports",
    "divan.mail",
    "divan.chat",
    "divan.rooms",
    "divan.consulting",
    "divan.replies",
    "divan.guides",
    "divan.timekeeping",
    "divan.notifications",
    "divan.tickets",
    "divan.conversations",
    "divan.knowledge",
    "divan.assets",
    "divan.accounts",
    "divan.realtime",
    "divan.search",
    "divan.ui",
    "divan.core",
    "django_htmx",
    "django_prose_editor",  # for its static files: the rich text editor of the composer
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "divan.site.security.SecurityHeaders",
    "divan.realtime.pages.HeardBefore",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "divan.accounts.middleware.CurrentActor",
    "divan.accounts.middleware.SetUpFirst",
    "divan.accounts.middleware.ReaderLocale",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "divan.site.nul.WithoutNul",
    "divan.site.errors.DomainErrors",
]

ROOT_URLCONF = "divan.site.urls"
WSGI_APPLICATION = "divan.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "divan.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "divan.accounts.context.reader",
                "divan.ui.forgery.form_token",
                "divan.realtime.pages.heard_before",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# People and sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["divan.accounts.backends.PeopleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "divan.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "divan.accounts.forms.signup.SignUpDetails"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None  # the sign-in page asks
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # mail can be slow
ACCOUNT_FORMS = {
    "login": "divan.accounts.forms.sign_in.SignInForm",
    "signup": "divan.accounts.forms.sign_in.SignUpForm",
    "request_login_code": "divan.accounts.forms.sign_in.RequestCodeForm",
    "confirm_login_code": "divan.accounts.forms.sign_in.ConfirmCodeForm",
    "confirm_email_verification_code": "divan.accounts.forms.sign_in.ConfirmAddressForm",
    "reset_password": "divan.accounts.forms.sign_in.RequestResetForm",
    "confirm_password_reset_code": "divan.accounts.forms.sign_in.ConfirmResetForm",
    "reset_password_from_key": "divan.accounts.forms.sign_in.ResetPasswordForm",
    "change_password": "divan.accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "divan.accounts.forms.sign_in.SetPasswordForm",
}
# Digits, because Latin letters are not on every reader's keyboard.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "divan_session"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
CSRF_COOKIE_NAME = "divan_csrf"
CSRF_USE_SESSIONS = False

# Languages. Formats come from divan.core.l10n, because Django's own are wrong for he, fa and pl.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("tr", "Türkçe"), ("he", "עברית"), ("fa", "فارسی"), ("pl", "Polski")]
LANGUAGE_COOKIE_NAME = "divan_language"
LOCALE_PATHS = [REPOSITORY / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_MAX_AGE = 3600
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
ATTACHMENT_MAX_BYTES = 25 * 1024 * 1024

# How many forms one network address may send in an hour, and how many may name the same mail address.
FORMS_PER_CLIENT = int(os.environ.get("DIVAN_FORMS_PER_CLIENT") or 600)
FORMS_PER_ADDRESS = int(os.environ.get("DIVAN_FORMS_PER_ADDRESS") or 60)
# How many conversations one network address may have open in one web process; a whole office can be behind it.
LINE_SOCKETS_PER_CLIENT = int(os.environ.get("DIVAN_LINE_SOCKETS_PER_CLIENT") or 400)

# Django pickles cached values; JSON keeps a stolen cache from becoming code execution.
_SHARED_CACHE = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
    "OPTIONS": {"serializer": "divan.core.cache.JsonSerializer"},
}
_OWN_CACHE = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES = {"default": _SHARED_CACHE if REDIS_URL else _OWN_CACHE}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # TLS ends at the reverse proxy, see docs/operating.md

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("DIVAN_LOG_LEVEL") or "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},
    },
}
