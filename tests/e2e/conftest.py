from tests.e2e.browser import browser, page_at  # noqa: F401 - fixtures
