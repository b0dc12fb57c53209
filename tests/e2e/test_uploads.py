"""The drop zone in a real browser: resumed after a reload, sent without scripts; a video sought."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import pytest

from jinguo.apps import files
from jinguo.apps.accounts.models import User
from jinguo.apps.files.actions import store
from jinguo.apps.files.models import StoredFile, Upload
from jinguo.reasons import Verdict
from tests.e2e.browser import expect, serious

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.e2e.upload_urls"),
]
CONTENT = hashlib.sha256(b"seed").digest() * 500_000  # 16 MB: four pieces


@pytest.fixture
def server(live_server, settings, client):
    settings.REQUIRE_SECOND_FACTOR = []
    files.register("e2e", lambda user, stored: Verdict.of(user.is_authenticated))
    live_server.user = User.objects.create_user("wang", "wang@example.org", name="王丽")
    client.force_login(live_server.user)
    live_server.session = client.cookies["sessionid"].value
    return live_server


def signed_in(page_at, server, **options):
    page = page_at(1280, **options)
    page.context.add_cookies([{"name": "sessionid", "value": server.session, "url": server.url}])
    return page


def bytes_of(stored):
    from django.core.files.storage import default_storage

    with default_storage.open(stored.path) as file:
        return file.read()


def test_an_upload_goes_on_after_the_network_broke_and_the_page_was_loaded_anew(server, page_at, tmp_path):
    film = tmp_path / "短片.bin"
    film.write_bytes(CONTENT)
    page = signed_in(page_at, server)
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
    page.goto(server.url + "/proof/")
    pieces = []

    def break_after_two(route):
        if route.request.method == "PATCH":
            pieces.append(route.request.url)
            if len(pieces) > 2:
                return route.abort()
        return route.continue_()

    page.route("**/files/uploads/**", break_after_two)
    page.set_input_files("[name=photos]", str(film))
    for _ in range(100):
        page.wait_for_timeout(100)
        if len(pieces) > 2:
            break
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(server.url + "/proof/")
    page.unroute("**/files/uploads/**")
    kept = Upload.objects.get()
    earlier = page.text_content(".upload-earlier")
    found = serious(page)
    page.set_input_files("[name=photos]", str(film))
    page.wait_for_selector(".got")

    stored = StoredFile.objects.get()
    assert kept.offset == 2 * 5 * 1024 * 1024
    assert "短片.bin" in earlier
    assert (found, wrong) == ([], [])
    assert Upload.objects.count() == 1
    assert (stored.original_name, bytes_of(stored) == CONTENT) == ("短片.bin", True)


def test_without_scripts_the_form_sends_the_file_itself(server, page_at, tmp_path):
    photo = tmp_path / "a.txt"
    photo.write_text("plain")
    page = signed_in(page_at, server, java_script_enabled=False)
    page.goto(server.url + "/proof/")

    page.set_input_files("[name=photos]", str(photo))
    page.click("[data-upload-plain]")

    expect(page.locator(".got")).to_have_text("a.txt 5")


def test_a_video_can_be_sought(server, page_at, tmp_path):
    film = tmp_path / "film.mp4"
    draw_film(film, seconds=20)
    with film.open("rb") as stream:
        stored = store(stream, name="film.mp4", kind="e2e", by=None)
    page = signed_in(page_at, server)
    answers = []
    page.on(
        "response", lambda answer: answers.append(answer.status) if str(stored.uid) in answer.url else None
    )

    page.goto(f"{server.url}/proof/?video={stored.get_absolute_url()}")
    reached = page.evaluate(
        """new Promise((tell, fail) => {
            const video = document.getElementById("video");
            const seek = () => { video.onseeked = () => tell(video.currentTime); video.currentTime = 15; };
            video.onerror = () => fail(new Error(video.error.message));
            if (video.readyState >= 1) seek(); else video.onloadedmetadata = seek;
        })"""
    )

    assert reached == 15
    assert 206 in answers


def draw_film(path, *, seconds):
    import av
    from PIL import Image

    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 5)
        for number in range(seconds * 5):
            frame = av.VideoFrame.from_image(Image.new("RGB", (320, 180), (number * 2 % 256, 90, 120)))
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
