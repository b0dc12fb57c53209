from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_hold_facts_merges_cards")]

    operations = [
        migrations.RunSQL(
            "UPDATE registry_personentry SET home_id = identity_id WHERE home_id IS NULL",
            migrations.RunSQL.noop,
        )
    ]
