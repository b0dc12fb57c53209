"""Every setting, with defaults that work after installing: SQLite, files on disk, mail into the outbox only.

Each value read from the environment is named in `docs/operators/settings.md`.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from jinguo.site import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
JINGUO_DATA = env.folder("JINGUO_DATA", Path.cwd() / "var")
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("JINGUO_DEMO", default=False)
JINGUO_TODAY = env.day("JINGUO_TODAY")

SECRET_KEY = env.secret("SECRET_KEY", JINGUO_DATA / "secret-key")
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}").rstrip("/")
ALLOWED_HOSTS = [
    *env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"),
    *filter(None, [urlsplit(SITE_URL).hostname]),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "jinguo.site.apps.SiteConfig",
    "jinguo.site.components.apps.ComponentsConfig",
    "jinguo.apps.plans.apps.PlansConfig",
    "jinguo.apps.policies.apps.PoliciesConfig",
    "jinguo.apps.decisions.apps.DecisionsConfig",
    "jinguo.apps.meetings.apps.MeetingsConfig",
    "jinguo.apps.reviews.apps.ReviewsConfig",
    "jinguo.apps.calls.apps.CallsConfig",
    "jinguo.apps.exchange.apps.ExchangeConfig",
    "jinguo.apps.registry.apps.RegistryConfig",
    "jinguo.apps.organisations.apps.OrganisationsConfig",
    "jinguo.apps.outbox.apps.OutboxConfig",
    "jinguo.apps.files.apps.FilesConfig",
    "jinguo.apps.jobs.apps.JobsConfig",
    "jinguo.apps.accounts.apps.AccountsConfig",
    "jinguo.apps.audit.apps.AuditConfig",
    "jinguo.apps.vault.apps.VaultConfig",
    "jinguo.apps.facts.apps.FactsConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    *(["jinguo.demo.apps.DemoConfig"] if DEMO else []),
]
FORM_RENDERER = "jinguo.site.forms.LookRenderer"
CSRF_FAILURE_VIEW = "jinguo.site.views.csrf_failure"

MIDDLEWARE = [
    "jinguo.apps.audit.address.AddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jinguo.site.middleware.PrivateMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "jinguo.apps.accounts.middleware.LanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jinguo.site.middleware.SignInAgainMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jinguo.apps.accounts.middleware.IdleMiddleware",
    "jinguo.apps.accounts.middleware.DemandsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jinguo.apps.organisations.middleware.ActingOrganisationMiddleware",
    "jinguo.site.middleware.SizeMiddleware",
    "jinguo.site.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "jinguo.site.urls"
ASGI_APPLICATION = "jinguo.site.asgi.application"
WSGI_APPLICATION = "jinguo.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jinguo.site.context.frame",
            ],
            "builtins": [
                "jinguo.site.components.templatetags.ui",
                "jinguo.site.components.templatetags.words",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{JINGUO_DATA / 'jinguo.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing: see docs/decisions on locks.
    DATABASES["default"]["ENGINE"] = "jinguo.site.sqlite"
    # Said outright, because test runners know Django's own engine only.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-2000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 120)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")

# --- accounts: sign-in, passwords, second factor
PASSWORD_PROFILE = env.one_of("PASSWORD_PROFILE", ["level3", "asvs"])
AUTH_PASSWORD_VALIDATORS = [{"NAME": "jinguo.apps.accounts.passwords.PasswordProfileValidator"}]
REQUIRE_SECOND_FACTOR = env.names("REQUIRE_SECOND_FACTOR", "" if DEMO or DEBUG else "officer,admin")
SIGN_IN_LOCK_AFTER = env.number("SIGN_IN_LOCK_AFTER", 5)
SIGN_IN_LOCK_MINUTES = env.number("SIGN_IN_LOCK_MINUTES", 15)
PASSWORD_RESET_TIMEOUT = env.number("PASSWORD_RESET_HOURS", 24) * 3600
ACCOUNT_ADAPTER = "jinguo.apps.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "jinguo.apps.accounts.forms.LoginForm",
    "reset_password": "jinguo.apps.accounts.forms.ResetPasswordForm",
    "add_email": "jinguo.apps.accounts.forms.AddEmailForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_USER_DISPLAY = str
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,10/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "jinguo.apps.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "jinguo.apps.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "jinguo.apps.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers allow passkeys without TLS on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
# --- end of accounts

# --- keys of the vault: see docs/operators/settings.md
VAULT_ALGORITHM = env.one_of("VAULT_ALGORITHM", ["AES-256-GCM", "SM4-GCM"])
VAULT_INDEX_DIGEST = env.one_of("VAULT_INDEX_DIGEST", ["sha256", "sm3"])
VAULT_KEYS = env.text("VAULT_KEYS")
VAULT_KEYS_FILE = env.folder("VAULT_KEYS_FILE", JINGUO_DATA / "keys" / "keys.json")
VAULT_MAKE_KEYS = env.flag("VAULT_MAKE_KEYS", default=DEMO or DEBUG)
# The keys of open secret votes: apart from the database, and in no backup.
BALLOT_KEYS_DIR = env.folder("BALLOT_KEYS_DIR", JINGUO_DATA / "ballot-keys")
# --- end of the vault

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "jinguo.site.formats"

STATIC_URL = "static/"
STATIC_ROOT = JINGUO_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "jinguo.site.assets.HashedStorage"
    },
}
# Hashed names are kept for ever by browsers; a plain one is asked for again after an hour.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = JINGUO_DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
UPLOAD_HOURS = env.number("UPLOAD_HOURS", 48)
UPLOADS_PER_USER = env.number("UPLOADS_PER_USER", 50)

# Wrong tries are counted by all web processes together; nothing else is kept here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cacheentry",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

TASKS = {"default": {"BACKEND": env.text("TASKS_BACKEND", "django_tasks_db.DatabaseBackend"), "QUEUES": []}}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 465)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "jinguo@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 3600) if SESSION_COOKIE_SECURE else 0
if ALLAUTH_TRUSTED_PROXY_COUNT:
    # TLS ends at the proxy, which must set this header itself: docs/operators/install.md
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
MESSAGE_TAGS = {10: "grey", 20: "blue", 25: "green", 30: "amber", 40: "red"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "jinguo.site.logs.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
