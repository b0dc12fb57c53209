"""Documents: pages, passwords, macros, scripts, bombs, and the formats that can only be kept."""

import io
import zipfile

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from jinguo.demo import media


def ole(*names: str) -> bytes:
    """The head and directory of an OLE compound file with these entries."""
    entries = [name.encode("utf-16-le") + b"\0\0" for name in ("Root Entry", *names)]
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(
        entry.ljust(64, b"\0") + len(entry).to_bytes(2, "little") + bytes(62) for entry in entries
    )  # fmt: skip


def pdf(pages: int = 1, **more: str) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if "script" in more:
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(more["script"])}
        )
    if "launch" in more:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject(more["launch"])}
        )
        link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([link])
    if "password" in more:
        writer.encrypt(more["password"], "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(name: str, content: bytes):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


def test_a_stamped_scan_is_fine_as_pdf_and_as_jpg(checked):
    report = checked("scan.pdf", kind="document", max_pages=3)
    assert not report.findings
    assert report.facts["pages"] == 3
    assert not checked("scan.jpg", kind="document", max_pages=1).findings


def test_too_many_pages(checked, codes):
    report = checked("scan.pdf", kind="document", max_pages=2)
    assert codes(report) == ["too_many_pages"]
    assert (report.findings[0].params["demanded"], report.findings[0].params["found"]) == (2, 3)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(script="app.alert(1)"), "pdf_active_content"),
        (pdf(launch="calc.exe"), "pdf_active_content"),
        (pdf(password="secret"), "pdf_encrypted"),
        (pdf(password=""), "pdf_restricted"),
        (b"%PDF-1.7\nnothing of the kind", "pdf_unreadable"),
        (pdf(5)[:200], "pdf_unreadable"),
    ],
)
def test_pdfs_that_cannot_be_taken(checked, codes, file, content, code):
    report = checked(file("a.pdf", content), kind="document")
    assert codes(report) == [code]
    assert report.ok == (code == "pdf_restricted")


def test_a_script_is_named_in_the_finding(checked, file):
    report = checked(file("a.pdf", pdf(script="x", launch="y")), kind="document")
    assert report.findings[0].params["found"] == ["JavaScript", "Launch"]


def test_a_plain_document_is_fine(checked):
    assert not checked("plain.docx", kind="document").findings


def test_macros_are_found_under_a_harmless_name(checked, codes):
    assert codes(checked("macro.docx", kind="document")) == ["office_macros"]


def test_a_zip_bomb_is_refused_by_its_table_of_contents(checked, codes):
    assert codes(checked("bomb.docx", kind="document")) == ["archive_bomb"]


def test_a_template_from_elsewhere_is_refused(checked, codes, file):
    relations = (
        '<Relationships><Relationship Id="rId1" Target="http://example.org/x.dotm" TargetMode="External"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    content = media.document({"word/_rels/settings.xml.rels": relations})
    assert codes(checked(file("a.docx", content), kind="document")) == ["office_remote_parts"]


def test_a_link_to_a_web_page_is_no_remote_part(checked, file):
    relations = (
        '<Relationships><Relationship Id="rId1" Target="http://example.org/" TargetMode="External"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    content = media.document({"word/_rels/document.xml.rels": relations})
    assert not checked(file("a.docx", content), kind="document").findings


def test_a_document_with_thousands_of_parts_is_refused(checked, codes, file):
    content = media.document({f"word/{number}.xml": "" for number in range(10_001)})
    assert codes(checked(file("a.docx", content), kind="document")) == ["archive_too_many_entries"]


def test_a_document_cut_in_half_is_told(checked, codes, made, file):
    content = made("plain.docx").read_bytes()
    assert codes(checked(file("a.docx", content[: len(content) // 2]), kind="document")) == [
        "office_unreadable"
    ]
    wrong = content.replace(b"word/document.xml", b"word/documenX.xml")
    assert codes(checked(file("b.docx", wrong), kind="document")) == ["office_unreadable"]


def test_a_password_on_an_office_file(checked, codes, file):
    assert codes(checked(file("a.docx", ole("EncryptedPackage")), kind="document")) == ["office_encrypted"]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("form.doc", ole("WordDocument"), "DOC"),
        ("form.wps", ole("WordDocument"), "WPS"),
        ("list.et", ole("Workbook"), "ET"),
        ("form.rar", b"Rar!\x1a\x07\x01\0" + bytes(50), "RAR"),
    ],
)
def test_old_formats_are_told_what_to_become(checked, codes, file, name, content, found):
    report = checked(file(name, content), kind="document", formats=("docx", "pdf"))
    assert codes(report) == ["format_cannot_be_checked"]
    assert not report.ok
    assert report.findings[0].params["found"] == found
    assert report.findings[0].params["demanded"] == ["DOCX", "PDF"]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("form.docx", ole("WordDocument"), "DOC"),
        ("form.pdf", b"Rar!\x1a\x07\x01\0" + bytes(50), "RAR"),
        ("scan.jpg", b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20), "WebP"),
    ],
)
def test_renaming_is_not_converting(checked, codes, file, name, content, found):
    report = checked(file(name, content), kind="document")
    assert codes(report) == ["file_misnamed"]
    assert report.findings[0].params["found"] == found


def test_ofd_is_recognised(checked, file):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<ofd:OFD/>")
    report = checked(file("a.ofd", out.getvalue()), kind="document")
    assert report.findings[0].params["found"] == "OFD"


def test_an_old_format_that_the_call_lists_is_kept_with_a_warning(checked, codes, file):
    report = checked(file("form.doc", ole("WordDocument")), kind="document", formats=("doc", "docx"))
    assert report.ok
    assert codes(report) == ["format_cannot_be_checked"]


def test_macros_in_an_old_document(checked, codes, file):
    report = checked(file("a.doc", ole("WordDocument", "Macros")), kind="document", formats=("doc",))
    assert codes(report) == ["format_cannot_be_checked", "office_macros"]


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='x' onload='y'/>", b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", b"<html>"]
)
def test_web_code_under_a_documents_name(checked, codes, file, content):
    assert codes(checked(file("a.pdf", content), kind="document")) == ["web_page_disguised"]
