"""All settings. Every value comes from the environment and has a default that works.

.env.example lists the variables; README.md says which of them a deployment needs.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from newsroom import environment

# What this process writes, its owner alone reads: the database and its log, uploads, keys. What a
# web server in front may read says so (FILE_UPLOAD_PERMISSIONS).
os.umask(0o077)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder(  # nobody else's: it holds the key, the database and the uploads
    Path(os.environ.get("NEWSROOM_DATA_DIR") or BASE_DIR / ".data").resolve(), mode=0o700
)

# ---- Who and where ------------------------------------------------------------------------------

NEWSROOM_SITE_NAME = os.environ.get("NEWSROOM_SITE_NAME", "城市日报")
DEBUG = environment.flag("NEWSROOM_DEBUG")
SECRET_KEY = environment.secret_key(DATA_DIR)
# Keys from before: what they signed (sessions, forms) is still taken; nothing is signed by them.
SECRET_KEY_FALLBACKS = environment.words("NEWSROOM_OLD_SECRET_KEYS", default=[])
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = environment.words("NEWSROOM_HOSTS", default=[]) or LOOPBACK
HTTPS = environment.flag("NEWSROOM_HTTPS")
# The site's own address: pages, feeds and sitemaps name it, whatever host they were asked under.
# Empty: the host that was asked.
SITE_URL = environment.web_address("NEWSROOM_URL")

# The servers in front, which are believed when they say whose request it is (articles/clients.py).
# Behind HTTPS there is one; on this machine, unless it is named.
NEWSROOM_PROXIES = environment.networks(
    "NEWSROOM_PROXIES", default=["127.0.0.0/8", "::1"] if HTTPS else []
)

# How often one client may ask for what is dear (articles/rates.py). An office of a hundred stands
# behind one address: twenty of them who search at once, each every ten seconds, ask 120 times a
# minute; suggestions come five to a search; twenty open a preview, which takes two requests.
NEWSROOM_RATES = environment.rates(
    "NEWSROOM_RATES", default="search=120/m,suggest=600/m,preview=60/m,report=20/h,login=60/m"
)

# ---- Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "taggit",  # before articles, which takes its place in the admin
    "articles.apps.ArticlesConfig",  # before Django's own, for its loaddata
    "people.apps.PeopleConfig",
    "newsroom.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_prose_editor",
    "django_tasks_db",
]

MIDDLEWARE = [
    "newsroom.middleware.nothing_is_lent",
    "newsroom.middleware.absences_are_not_kept",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.middleware.searches_are_bounded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "newsroom.middleware.TypedText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ],
        },
    },
]

FORM_RENDERER = "newsroom.form_renderer.FormRenderer"

# ---- Database -----------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers read while one writes; IMMEDIATE takes the write lock before the first
    # read, so that no transaction fails half way; FULL keeps what was published when power fails.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# ---- Pages kept ready ---------------------------------------------------------------------------

# Bytes of each process for readers' pages (newsroom/page_cache.py); 0: every page is rendered for
# whoever asks. Who changes templates wants to see them.
PAGE_CACHE = environment.number("NEWSROOM_PAGE_CACHE_MB", default=64, least=0) * 1024 * 1024
PAGE_CACHE = 0 if DEBUG else PAGE_CACHE
# For how long a CDN in front may give out a page without asking.
CDN_SECONDS = environment.number("NEWSROOM_CDN_SECONDS", default=0, least=0)

# ---- Search -------------------------------------------------------------------------------------

SEARCH_URL = environment.search_url()  # empty: the site's own database searches

# ---- Files --------------------------------------------------------------------------------------

MEDIA_URL = "/media/"
# A web server that gives out /media/ itself needs a folder outside of the data folder, which it
# cannot enter. What lies in this one, readers have.
MEDIA_ROOT = Path(os.environ.get("NEWSROOM_MEDIA_DIR") or DATA_DIR / "media").resolve()
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o644, 0o755
STATIC_URL = "/static/"
STATIC_ROOT = environment.folder(DATA_DIR / "static")
STATICFILES_FINDERS = [
    "newsroom.bundles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {  # uploads as they came; no address leads here
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "originals",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A roll of 2,000 names is one form: eight fields a name, and citations of 300 characters that take
# nine bytes each on the way. Django's own bounds, 1,000 fields and 2.5 MB, end at 120 names.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes of a form, its files not counted

# ---- The worker ---------------------------------------------------------------------------------

# What `manage.py work` is to do waits in the database: it is kept or undone with what asks for it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where a Chinese font is looked for, to draw the picture of a story without a photo.
FONT_FOLDERS = [
    *["/usr/share/fonts", "/usr/local/share/fonts"],
    *["/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts"],
]

# ---- Telling people -----------------------------------------------------------------------------

# Notices stand in the desk; these take them out of the house as well, the worker sends them.
MAIL_SERVER = environment.mail_server()  # what Django's backend for SMTP is made with
MAIL_FROM = os.environ.get("MAIL_FROM") or f"{NEWSROOM_SITE_NAME} <newsroom@localhost>"
CHANNEL_TIMEOUT = 10  # seconds without an answer after which either server is down
WEBHOOK_URL = environment.web_address("WEBHOOK_URL")  # of a group's robot; its key is in it
WEBHOOK_SECRET = os.environ.get("WEBHOOK_SECRET", "")  # of one of 钉钉 that wants a signature
DESK_URL = (  # before the links in what is sent
    SITE_URL or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.*') or 'localhost'}"
)

# ---- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = os.environ.get("NEWSROOM_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英语"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# ---- Tags ---------------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
TAGGIT_TAGS_FROM_STRING = "articles.text.tags.split_tags"
TAGGIT_STRING_FROM_TAGS = "articles.text.tags.join_tags"

# ---- The body editor ----------------------------------------------------------------------------

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("newsroom/js/photo_figure.js")],
        "extensions": {"PhotoFigure": html_tags(["figure"], {"figure": ["data-photo"]})},
    },
    {
        "js": [static_lazy("newsroom/js/pasted_text.js")],
        "extensions": {"PastedText": html_tags([])},
    },
    {
        "js": [static_lazy("newsroom/js/typed_links.js")],
        "extensions": {"TypedLinks": html_tags([])},
    },
]

# ---- Logging in ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["people.accounts.throttling.Backend"]
PASSWORD_HASHERS = ["people.accounts.hashing.Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "people.accounts.passwords.FamiliarWordsValidator"},
]

# Whether who reviews, publishes or manages must log in with a code of their phone as well. Where
# the site is only for this machine, nobody is asked who has not set it up.
SECOND_FACTOR = environment.flag(
    "NEWSROOM_SECOND_FACTOR", default=HTTPS or not set(ALLOWED_HOSTS) <= set(LOOPBACK)
)
OTP_TOTP_ISSUER = NEWSROOM_SITE_NAME  # what the phone calls these codes

# How often wrong passwords may be tried is said in people/accounts/throttling.py. These are for
# django-axes, which keeps the count.
AXES_HANDLER = "people.accounts.throttling.Handler"
AXES_CLIENT_IP_CALLABLE = "articles.clients.client_network"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_CALLABLE = "people.accounts.throttling.refuse"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # people.Session and the log of the desk's acts have it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "people.models.session"
SESSION_IDLE = timedelta(hours=environment.number("NEWSROOM_SESSION_IDLE_HOURS", default=8))
SESSION_LONGEST = timedelta(days=environment.number("NEWSROOM_SESSION_DAYS", default=7))

# ---- Security -----------------------------------------------------------------------------------

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "__Host-" if HTTPS else ""  # browsers then take a cookie from this host alone
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "newsroom.messages.Storage"
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    # In ALLOWED_HOSTS a leading dot means the subdomains too; here a star does.
    CSRF_TRUSTED_ORIGINS = [
        f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS
    ]

# ---- Logging ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "newsroom.log_lines.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("NEWSROOM_LOG_LEVEL", "WARNING")},
    "loggers": {"newsroom.audit_log": {"level": "INFO"}},  # the heads by which a cut log is seen
}
