"""Before a list is written it says who of it is known already; she goes on anyway."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import ListImport, PersonEntry
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db
WANG = "11010519491231002X"
LIST = [
    "姓名,性别,出生年月,身份证号,单位,职称",
    f"王丽,女,1949.12,{WANG},某大学,",
    "欧阳若兰,女,1984-03-12,,示例医院,主任医师",
    "赵霞,女,1990-05,,某校,",
]


@pytest.fixture
def people():
    return factories.cast()


def test_a_list_says_who_of_it_is_known_and_is_taken_in_all_the_same(people):
    rows = [
        PersonRow("王莉", sex="F", id_number=WANG),
        PersonRow("欧阳若兰", sex="F", birth_date="1984-03-12", unit="示例医院", title="主任医师"),
        PersonRow("赵霞", sex="F", birth_date="1961-01-02", unit="别处"),
    ]
    keeper = people.association
    actions.add_entries(
        rows, source="import:1", organisation=keeper, by=people.officer, recorded_on=date(2025, 1, 1)
    )
    wang, ouyang, zhao = PersonEntry.objects.order_by("pk")
    client = Client()
    client.force_login(people.officer)
    file = SimpleUploadedFile("list.csv", "\n".join(LIST).encode())
    answer = client.post(reverse("lists:lists"), {"file": file})
    form = client.get(answer["Location"]).context["form"]
    client.post(answer["Location"], {bound.html_name: bound.value() or "" for _, bound in form.lines()})
    jobs.run(Job.objects.get(name="registry.stage_import").uid)

    run = ListImport.objects.get()
    first = {one["name"]: one["identity"] for one in run.likely["first"]}
    assert (run.likely["count"], run.likely["by_number"]) == (2, 1)
    assert first == {"王丽": wang.identity_id, "欧阳若兰": ouyang.identity_id}
    text = client.get(reverse("lists:one", args=[run.uid])).content.decode()
    assert reverse("registry:person", args=[wang.identity.uid]) in text
    assert reverse("registry:person", args=[ouyang.identity.uid]) in text
    assert reverse("registry:person", args=[zhao.identity.uid]) not in text

    client.post(reverse("lists:confirm", args=[run.uid]))
    jobs.run(Job.objects.get(name="registry.commit_import").uid)
    run.refresh_from_db()
    assert (run.state, run.joined) == (ListImport.COMMITTED, 1)


def test_what_is_written_or_dropped_meanwhile_stays_so(people, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(LIST), "utf-8")
    begin = {"organisation": people.association, "path": path, "file_name": "list.csv", "sha256": "0" * 64}
    run = actions.begin_import(by=people.officer, **begin)
    run = actions.stage_import(run=run, path=path, progress=lambda *_, **__: None)
    assert actions.look_for_known(run=run).likely["count"] == 0  # nobody is here yet
    actions.drop_import(run=run, by=people.officer)
    run.refresh_from_db()
    assert run.likely == {}
