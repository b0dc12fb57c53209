"""The notice of a call and evidence with an objection: what could harm who opens it is not kept."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jinguo.apps.calls.actions import attachments
from jinguo.apps.files.models import StoredFile
from jinguo.errors import Refused

pytestmark = pytest.mark.django_db


def docx(**more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
        for name, content in more.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def posted(content: bytes, name: str = "材料.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("kind", [attachments.NOTICE, attachments.EVIDENCE])
def test_macros_are_refused_whoever_sends_them(kind):
    content = docx(**{"word__vbaProject.bin": b"macro"})
    with pytest.raises(Refused) as refused:
        attachments.keep(posted(content), kind=kind, by=None)
    assert refused.value.reasons[0].code == "office_macros"


def test_a_document_that_unpacks_beyond_reason_is_refused():
    content = docx(**{"word__media.bin": b"\0" * (300 << 20)})
    with pytest.raises(Refused) as refused:
        attachments.keep(posted(content), kind=attachments.EVIDENCE, by=None)
    assert refused.value.reasons[0].code == "archive_bomb"


def test_a_plain_document_is_kept():
    stored = attachments.keep(posted(docx()), kind=attachments.EVIDENCE, by=None)
    assert StoredFile.objects.get().uid == stored.uid


def test_the_name_of_evidence_does_not_tell_who_objects():
    stored = attachments.keep(posted(docx(), "李实名举报.docx"), kind=attachments.EVIDENCE, by=None)
    assert stored.original_name == "evidence.docx"
    notice = attachments.keep(posted(docx(), "通知.docx"), kind=attachments.NOTICE, by=None)
    assert notice.original_name == "通知.docx"
