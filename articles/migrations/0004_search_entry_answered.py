from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_published_facts")]

    operations = [migrations.RenameField("searchentry", "told", "answered")]
