import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_entrants_of_rounds")]
    operations = [
        migrations.AlterField(
            model_name="standing",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="standings", to="reviews.round"
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("round", "nomination"), name="standing_once_per_round"
            ),
        ),
    ]
