"""Addresses of the registry."""

from django.urls import path

from jinguo.apps.registry.views import (
    adding,
    exporting,
    finder,
    kept,
    listing,
    mapping,
    pairs,
    person,
    photos,
    units,
)

app_name = "registry"

urlpatterns = [
    path("", listing.people, name="people"),
    path("tag", listing.tag, name="tag"),
    path("compare/", listing.compare, name="compare"),
    path("export", listing.export, name="export"),
    path("export/full/", exporting.full, name="export_full"),
    path("lists/keep", kept.keep, name="keep"),
    path("lists/<uuid:uid>/", kept.kept, name="kept"),
    path("lists/<uuid:uid>/changes.xlsx", kept.changes, name="changes"),
    path("lists/<uuid:uid>/drop", kept.drop, name="drop"),
    path("experts/", finder.finder, name="finder"),
    path("map/", mapping.where, name="map"),
    path("units/", units.units, name="units"),
    path("units/one/", units.unit, name="unit"),
    path("pairs/", pairs.queue, name="pairs"),
    path("pairs/look", pairs.look, name="look_for_pairs"),
    path("pairs/bulk/", pairs.bulk, name="pairs_bulk"),
    path("pairs/merged/", pairs.merged, name="merged"),
    path("pairs/limits/", pairs.limits, name="match_limits"),
    path("pairs/<uuid:uid>/", pairs.pair, name="pair"),
    path("pairs/<uuid:uid>/case", pairs.case, name="case"),
    path("persons/add/", adding.add, name="add"),
    path("persons/<uuid:uid>/", person.person, name="person"),
    path("persons/<uuid:uid>/photo/", photos.put, name="photo"),
    path("persons/<uuid:uid>/photo/away", photos.take_away, name="photo_away"),
    path("persons/<uuid:uid>/unmask", person.unmask, name="unmask"),
    path("persons/<uuid:uid>/facts/", person.state, name="state"),
    path("persons/<uuid:uid>/decide", person.decide, name="decide"),
    path("persons/<uuid:uid>/still-right", person.still_right, name="still_right"),
    path("persons/<uuid:uid>/erase/", person.erase, name="erase"),
    path("persons/<uuid:uid>/split/", person.split, name="split"),
    path("persons/<uuid:uid>/unlink/", person.unlink, name="unlink"),
    path("facts/<uuid:uid>/answer", person.answer, name="answer"),
    path("facts/<uuid:uid>/take-back/", person.take_back, name="take_back"),
    path("merges/<uuid:uid>/undo/", person.undo, name="undo"),
]
