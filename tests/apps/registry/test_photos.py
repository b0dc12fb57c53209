"""A person's photo: made small and clean, for who keeps her and herself, gone with her consent."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from jinguo.apps.files.models import StoredFile
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Card, Consent, Photo
from jinguo.apps.registry.paperwork import word
from jinguo.apps.registry.rights.consent_texts import PHOTO
from jinguo.errors import Refused
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db
SAID = "本人2026年10月12日邮件提供"


@pytest.fixture
def people():
    return hers.world()


def picture(size=(3000, 2000)):
    made, exif = Image.new("RGB", size, "plum"), Image.Exif()
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 0.0)}
    out = io.BytesIO()
    made.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("证件照.jpg", out.getvalue(), "image/jpeg")


def put(client, people, **said):
    url = reverse("registry:photo", args=[people.entry.identity.uid])
    return client.post(url, {"photo": picture(), "source": SAID, **said})


def test_her_keeper_puts_it_small_and_without_its_place(people, client):
    client.force_login(people.zhao)
    assert put(client, people).status_code == 302

    photo = Photo.objects.get()
    assert StoredFile.objects.filter(kind="registry_photo").count() == 1
    page = client.get(reverse("registry:person", args=[people.entry.identity.uid])).content.decode()
    shown = reverse("files:display", args=[photo.file.uid])
    assert shown in page
    with Image.open(io.BytesIO(factories.read_through(client.get(shown)))) as seen:
        assert max(seen.size) <= 1280
        assert not seen.getexif()


def test_it_is_for_who_keeps_her_alone(people, client):
    client.force_login(people.zhao)
    put(client, people)
    shown = reverse("files:display", args=[Photo.objects.get().file.uid])

    for user, status in ((people.officer, 200), (people.li, 404), (people.stranger, 404)):
        client.force_login(user)
        assert client.get(shown).status_code == status


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"source": ""}, 422),
        ({"photo": ""}, 422),
        ({"photo": SimpleUploadedFile("a.jpg", b"%PDF-1.7 no picture", "image/jpeg")}, 409),
        ({"photo": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 half a picture", "image/jpeg")}, 409),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_left(people, client, said, status):
    client.force_login(people.zhao)
    answer = put(client, people, **said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (status, list(said))
    assert not Photo.objects.exists()
    assert not StoredFile.objects.filter(kind="registry_photo").exists()


def test_a_second_one_takes_the_place_of_the_first(people, client):
    client.force_login(people.zhao)
    put(client, people)
    first = Photo.objects.get().file_id
    put(client, people)
    assert Photo.objects.get().file_id != first
    assert not StoredFile.objects.filter(pk=first).exists()


def test_she_brings_her_own_with_her_consent_and_takes_it_away(people, client):
    claim = hers.claimed(people)
    client.force_login(people.wang)
    url = reverse("rights:photo")
    assert "checked" not in client.get(url).content.decode()
    assert client.post(url, {"photo": picture()}).status_code == 409
    assert client.post(url, {"photo": picture(), "agreed": "on"}).status_code == 302
    photo = Photo.objects.get()
    assert (photo.hers, photo.entry) == (True, people.entry)
    assert Consent.objects.filter(purpose=PHOTO, withdrawn_at=None).exists()
    assert client.get(reverse("files:display", args=[photo.file.uid])).status_code == 200

    actions.disagree(claim=claim, purpose=PHOTO)

    assert not Photo.objects.exists()
    assert not StoredFile.objects.filter(kind="registry_photo").exists()
    with pytest.raises(Refused, match="photo_not_wanted"):
        actions.put_photo(
            entry=people.entry, organisation=people.district, stream=picture(), name="a.jpg", source=SAID, by=people.zhao,
        )  # fmt: skip


def test_erased_she_leaves_no_photo(people, client):
    client.force_login(people.zhao)
    put(client, people)
    actions.erase(entries=[people.entry], organisation=people.district, why="来信", by=people.zhao)
    assert not Photo.objects.exists()
    assert not StoredFile.objects.filter(kind="registry_photo").exists()


def test_her_page_in_word_carries_it(people, client):
    client.force_login(people.zhao)
    put(client, people)
    made = word.sheets_of(
        people.district, Card.objects.filter(organisation=people.district), "zh-hans", lambda *_: None
    )
    assert len(docx.Document(io.BytesIO(made)).inline_shapes) == 1
