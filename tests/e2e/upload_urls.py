"""The site with one page more: a drop zone and what it received."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from jinguo.apps.files.forms import received
from jinguo.apps.files.models import StoredFile
from jinguo.site import urls

PAGE = """{% extends "base.html" %}
{% block title %}upload{% endblock %}
{% block heading %}upload{% endblock %}
{% block content %}
{% include "files/_upload.html" with name="photos" kind="e2e" done_url="/proof/" multiple=True %}
{% for file in files %}
<p class="got"><a href="{{ file.get_absolute_url }}">{{ file.original_name }} {{ file.size }}</a></p>
{% endfor %}
{% if video %}<video id="video" src="{{ video }}" preload="metadata" controls></video>{% endif %}
{% endblock %}"""


def proof(request):
    if request.method == "POST":
        received(request, field="photos", kind="e2e")
        return redirect("/proof/")
    files = StoredFile.objects.filter(kind="e2e").order_by("pk")
    context = {"files": files, "video": request.GET.get("video")}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [*urls.urlpatterns, path("proof/", proof)]
