"""A list in a real browser: sent in pieces, a column corrected, looked at, taken in, its refused rows mended, taken back."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry.models import Card, ListImport
from tests import factories
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WANG = "11010519491231002X"


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    live_server.people = factories.cast()
    return live_server


def messy(path):
    """Titles, a header of two storeys with merged cells, an ID number that a table program spoiled, a total below."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("花名册")
        page.merge_range(0, 0, 0, 5, "2026年女科技人才花名册")
        for column, heading in enumerate(["序号", "姓名", "出生年月", "身份证号码"]):
            page.merge_range(1, column, 2, column, heading)
        page.merge_range(1, 4, 1, 5, "工作情况")
        page.write_row(2, 4, ["工作单位", "特长"])
        page.write_row(3, 0, [1, "王 丽", 1949.12, WANG, "示例大学", "光谱"])
        page.write_row(4, 0, [2, "李梅", "1984年3月", 4.40524198e17, "示例医院", "肿瘤"])
        page.write_row(5, 0, [3, "张敏", "84.3", "", "示例研究所", "材料"])
        page.write_row(6, 0, ["合计", "", "", "3人"])
    return path


def work():
    """As a worker does."""
    for job in Job.objects.filter(state="queued").order_by("pk"):
        jobs.run(job.uid)


def sent(page, site, path):
    """Upload a list through the resumable box, up to its columns."""
    page.goto(site.url + reverse("lists:lists"))
    page.set_input_files("form[data-upload] input[type=file]", str(path))
    page.wait_for_url("**/columns/")


def looked_at(page):
    """Have every row checked, as a worker does."""
    page.locator("form .btn-primary").click()
    expect(page.locator("#under-way")).to_be_visible()
    work()
    expect(page.locator("form[action$='/confirm']")).to_be_visible()


def taken_in(page):
    page.locator("form[action$='/confirm'] button").click()
    expect(page.locator("#under-way")).to_be_visible()
    work()
    expect(page.locator("a[href$='/take-back/']")).to_be_visible()


def test_a_messy_list_from_the_upload_to_taking_it_back(site, page_at, tmp_path):
    page = page_at(1280)
    client = Client()
    client.force_login(site.people.officer)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}]
    )

    sent(page, site, messy(tmp_path / "花名册.xlsx"))
    line = page.locator("tbody tr").filter(has_text="特长")
    line.locator("select").select_option("disciplines")
    assert serious(page) == []
    looked_at(page)
    first = ListImport.objects.get()
    assert (first.rows, first.refused) == (3, 2)
    expect(page.locator("main")).to_contain_text("4.4")
    assert serious(page) == []

    with page.expect_download() as got:
        page.locator("a[download]").click()
    with open(got.value.path(), "rb") as file:
        refused = openpyxl.load_workbook(io.BytesIO(file.read()))
    taken_in(page)
    page.goto(site.url + reverse("registry:people") + "?q=王丽")
    expect(page.locator("main")).to_contain_text("示例大学")

    sheet = refused.active
    head = [cell.value for cell in sheet[1]]
    born, number = (next(n for n, text in enumerate(head, 1) if word in text) for word in ("出生", "身份证"))
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, born).value = "1984.03"
        sheet.cell(row, number).value = ""
    refused.save(tmp_path / "改好的.xlsx")
    sent(page, site, tmp_path / "改好的.xlsx")
    looked_at(page)
    taken_in(page)
    assert Card.objects.filter(organisation=site.people.association).count() == 3

    page.goto(site.url + reverse("lists:one", args=[first.uid]))
    page.locator("a[href$='/take-back/']").click()
    page.locator("form .btn-danger").click()
    page.wait_for_url(site.url + reverse("lists:one", args=[first.uid]))
    assert set(Card.objects.values_list("name", flat=True)) == {"李梅", "张敏"}
