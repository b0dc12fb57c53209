"""The site's own pages: frame, errors, what a script is told."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from jinguo.errors import Refused
from jinguo.site import views
from jinguo.site.middleware import RefusalMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_user("wang", name="王丽"))
    return client


def test_the_first_page_greets_and_says_what_will_stand_there(signed_in):
    html = signed_in.get("/").content.decode()
    assert "王丽，您好" in html
    assert '<html lang="zh-Hans-CN"' in html


def test_the_first_page_speaks_english_to_who_asks_for_it(signed_in):
    signed_in.post("/language", {"language": "en", "next": "/"})
    html = signed_in.get("/").content.decode()
    assert "Hello, 王丽" in html
    assert '<html lang="en"' in html


def test_no_page_has_inline_script_or_style(signed_in):
    with override_settings(DEMO=True):
        html = signed_in.get("/gallery/").content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    scripts = [part.split(">")[0] for part in html.split("<script")[1:]]
    assert all("src=" in head or "application/json" in head for head in scripts)


def test_the_gallery_is_for_builders_and_demos_only(client):
    assert client.get("/gallery/").status_code == 404


def test_the_text_size_is_kept(client):
    answer = client.post("/look", {"text_size": "large", "next": "/accounts/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert 'data-text="large"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_choosing_the_look_leads_back_to_this_site_only(client, back):
    assert client.post("/look", {"side": "narrow", "next": back})["Location"] == "/"


def test_nonsense_is_not_kept(client):
    client.post("/look", {"text_size": "<huge>"})
    assert "text_size" not in client.cookies


def test_a_fragment_asked_for_after_signing_out_is_told_so(client):
    assert client.get("/calls/", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/calls/", headers={"X-Requested-With": "fetch"}).status_code == 401
    assert client.get("/calls/").status_code == 302


def test_a_refusal_is_a_page_or_a_fragment_with_its_reasons():
    middleware = RefusalMiddleware(lambda request: None)
    for htmx in (False, True):
        request = RequestFactory().post("/")
        request.htmx = htmx
        with translation.override("zh-hans"):
            answer = middleware.process_exception(request, Refused.because("quota_used_up", limit=1, used=1))
        assert answer.status_code == 409
        assert "名额已用完（1/1）" in answer.content.decode()
        assert ("<html" in answer.content.decode()) is not htmx


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("status", [400, 403, 404, 413])
def test_every_error_page_says_what_to_do_next(rf, status, lang):
    with translation.override(lang):
        answer = views.fault(rf.get("/"), status=status)
    assert answer.status_code == status
    assert f'<p class="number">{status}</p>' in answer.content.decode()
    assert 'class="btn btn-primary"' in answer.content.decode()


def test_the_page_for_a_broken_server_needs_nothing_and_speaks_both_languages():
    html = render_to_string("500.html")
    assert "服务器出了点问题" in html
    assert "Something went wrong on the server" in html


def test_a_form_without_its_key_is_told_how_to_go_on():
    answer = Client(enforce_csrf_checks=True).post("/look", {"text_size": "large"})
    assert answer.status_code == 403
    assert "页面打开时间过长" in answer.content.decode()


def test_an_address_that_is_not_there_gets_the_page(client):
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "没有找到，或您无权查看" in answer.content.decode()
