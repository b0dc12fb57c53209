"""Django's own forms come out in the look."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from jinguo.apps.organisations.models import Organisation


class Sample(forms.Form):
    name = forms.CharField(
        label="姓名", help_text="与身份证一致。", widget=forms.TextInput(attrs={"placeholder": "姓名"})
    )
    born = forms.DateField(label="出生日期", required=False)
    closes = forms.DateTimeField(label="截止", required=False)
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect, choices=[("a", "科研"), ("b", "教育")])
    agreed = forms.BooleanField(label="同意")
    story = forms.CharField(label="事迹", widget=forms.Textarea, required=False)
    story.max_words = 1000


def test_label_help_and_error_belong_to_their_field():
    html = str(Sample({"kind": "a"})["name"].as_field_group())
    assert '<label for="id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_dates_use_the_browser_picker_and_its_format():
    form = Sample(
        initial={"born": datetime.date(1980, 3, 8), "closes": datetime.datetime(2026, 10, 20, 17, 30)}
    )
    assert 'type="date" name="born" value="1980-03-08"' in str(form["born"])
    assert 'type="datetime-local" name="closes" value="2026-10-20T17:30"' in str(form["closes"])


def test_what_the_picker_sends_is_read():
    form = Sample(
        {"name": "x", "kind": "a", "agreed": "on", "born": "1980-03-08", "closes": "2026-10-20T17:30"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["closes"].hour == 17


def test_choices_stand_in_a_named_group():
    html = str(Sample()["kind"].as_field_group())
    assert "<fieldset" in html
    assert "<legend>类别" in html
    assert html.count('class="choice"') == 2


def test_a_list_offers_what_django_offers_with_everything_escaped():
    kinds = [("", "—"), ("a<b", "甲 & 乙"), ('Groups "x"', [("c", "丙"), ("d", "丁")])]
    widget = forms.Select(choices=kinds, attrs={"id": "id_kind", "disabled": True, "hidden": False})
    shipped = widget.render("kind", "d", renderer=DjangoTemplates())
    assert parse_html(widget.render("kind", "d")) == parse_html(shipped)


def test_a_word_limit_has_its_counter():
    html = str(Sample()["story"].as_field_group())
    assert 'data-words-max="1000"' in html
    assert 'id="id_story_words"' in html
    assert "id_story_words" in html.split("</textarea>")[0]


def test_a_placeholder_that_repeats_the_label_is_left_out():
    assert "placeholder" not in str(Sample()["name"])


def test_a_form_that_is_wrong_names_the_fields_first():
    html = str(Sample({}))
    assert 'role="alert"' in html
    assert '<a href="#id_name">姓名</a>' in html
    assert html.index('role="alert"') < html.index('name="name"')


class Choosing(forms.Form):
    unit = forms.ModelChoiceField(Organisation.objects.none())
    other = forms.ModelChoiceField(Organisation.objects.none(), required=False)
    named = forms.ModelChoiceField(Organisation.objects.none(), required=False, empty_label="不限")


@pytest.mark.django_db
def test_a_list_of_records_asks_to_choose_and_shows_no_row_of_dashes():
    form = Choosing()
    assert '<option value="" selected>请选择' in str(form["unit"])
    assert '<option value="" selected>—' in str(form["other"])
    assert '<option value="" selected>不限' in str(form["named"])
