"""Every round has its entrants: the nominations that passed the formal check of its call."""

from django.db import migrations

REVIEWABLE = (
    "nomination_accepted",
    "nomination_chosen",
    "nomination_not_chosen",
    "nomination_removed",
    "nomination_honoured",
)


def fill(apps, schema_editor):
    Round = apps.get_model("reviews", "Round")
    Standing = apps.get_model("reviews", "Standing")
    Nomination = apps.get_model("calls", "Nomination")
    for round_ in Round.objects.all():
        Standing.objects.filter(nomination__call=round_.call_id).update(round=round_)
        there = Standing.objects.filter(round=round_).values("nomination")
        late = Nomination.objects.filter(call=round_.call_id, state__in=REVIEWABLE).exclude(pk__in=there)
        Standing.objects.bulk_create(
            [Standing(round=round_, nomination=nomination) for nomination in late], batch_size=500
        )
    Standing.objects.filter(round=None).delete()


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_rounds")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
