"""The package for the organiser: folders, contents, checksums, and no file held in memory."""

import hashlib
import io
import shutil
import subprocess
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.paperwork import Entry, Material, hand_up_package

ENTRIES = (
    Entry(
        1, "某某学会", "王芳", (Material("登记表", "docx", b"form"), Material("工作照", "jpg", b"photo" * 50))
    ),
    Entry(2, "某区/科协", "欧阳·兰", (Material("照片", "jpg", b"1"), Material("照片", "JPG", b"2"))),
    Entry(3, "某某学会", "李四", (Material("说明: 补充", "txt", b"text" * 100),)),
)
NAMES = [
    "001-某某学会-王芳/001-某某学会-王芳-登记表.docx",
    "001-某某学会-王芳/001-某某学会-王芳-工作照.jpg",
    "002-某区／科协-欧阳·兰/002-某区／科协-欧阳·兰-照片.jpg",
    "002-某区／科协-欧阳·兰/002-某区／科协-欧阳·兰-照片(2).jpg",
    "003-某某学会-李四/003-某某学会-李四-说明： 补充.txt",
    "目录.xlsx",
    "SHA256SUMS",
]


def packed(entries=ENTRIES) -> bytes:
    target = io.BytesIO()
    hand_up_package(entries, target)
    return target.getvalue()


def test_every_person_has_a_folder_and_every_file_its_full_name():
    with zipfile.ZipFile(io.BytesIO(packed())) as package:
        assert package.namelist() == NAMES
        assert package.testzip() is None


def test_names_in_chinese_carry_the_utf8_flag_and_photos_are_stored():
    with zipfile.ZipFile(io.BytesIO(packed())) as package:
        entries = package.infolist()

    assert all(entry.flag_bits & 0x800 for entry in entries if not entry.filename.isascii())
    kinds = {entry.filename.rpartition(".")[2]: entry.compress_type for entry in entries}
    assert (kinds["jpg"], kinds["txt"]) == (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def test_the_contents_list_sizes_and_checksums():
    with zipfile.ZipFile(io.BytesIO(packed())) as package:
        sheet = openpyxl.load_workbook(io.BytesIO(package.read("目录.xlsx"))).active

    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("序号", "推荐单位", "姓名", "材料名称", "文件", "大小（字节）", "SHA-256")
    photo = b"photo" * 50
    assert rows[2][3:] == ("工作照", NAMES[1], 250, hashlib.sha256(photo).hexdigest())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_checks_the_unpacked_package(tmp_path: Path):
    hand_up_package(ENTRIES, tmp_path / "包.zip")
    with zipfile.ZipFile(tmp_path / "包.zip") as package:
        package.extractall(tmp_path / "out")

    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False
    )

    assert (done.returncode, len(done.stdout.splitlines())) == (0, 6)


def test_the_same_entries_give_the_same_bytes():
    assert packed() == packed()


def test_half_a_package_is_never_found(tmp_path: Path):
    (tmp_path / "包.zip").write_bytes(b"old")
    missing = Entry(1, "某", "某", (Material("照片", "jpg", tmp_path / "no such file"),))

    with pytest.raises(FileNotFoundError):
        hand_up_package([missing], tmp_path / "包.zip")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("包.zip", b"old")]


def test_a_large_file_is_streamed(tmp_path: Path):
    video = tmp_path / "video"
    with video.open("wb") as stream:
        stream.truncate(64 * 2**20)

    tracemalloc.start()
    try:
        entry = Entry(1, "某某学会", "王芳", (Material("视频", "mp4", video),))
        files = hand_up_package([entry], tmp_path / "package.zip")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert files[0].size == 64 * 2**20
    assert peak < 16 * 2**20


class Pipe(io.RawIOBase):
    """A stream that can only be written, as the body of an answer is."""

    def __init__(self):
        self.written = bytearray()

    def writable(self):
        return True

    def write(self, piece):
        self.written += piece
        return len(piece)


def test_a_package_can_be_written_to_a_stream_that_cannot_seek():
    pipe = Pipe()
    hand_up_package(ENTRIES, pipe)

    with zipfile.ZipFile(io.BytesIO(bytes(pipe.written))) as package:
        assert package.namelist() == NAMES
        assert package.testzip() is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80)), max_size=4))
def test_no_name_leaves_its_folder_or_meets_another(people):
    entries = [
        Entry(1, unit, name, (Material(title, "pdf", b"x"), Material(title, "pdf", b"y")))
        for unit, name, title in people
    ]
    with zipfile.ZipFile(io.BytesIO(packed(entries))) as package:
        names = package.namelist()

    assert len({name.casefold() for name in names}) == len(names) == 2 * len(people) + 2
    assert all(name.count("/") == 1 and len(name.rpartition("/")[2].encode()) < 255 for name in names[:-2])
