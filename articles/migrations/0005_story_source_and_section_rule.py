from django.db import migrations, models

SOURCE_HELP = (
    "不是本报自采的稿件在这里写明来源，如“据新华社”“转自人民日报”“综合新华社、央视新闻”，"
    "照原样给读者看。没有署名的稿件必须写来源才能签发。"
)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_search_entry_answered"),
        ("people", "0002_portraits_and_stories"),
    ]

    operations = [
        migrations.AddField(
            "article",
            "source",
            models.CharField("来源", max_length=60, blank=True, help_text=SOURCE_HELP),
        ),
        migrations.AddField(
            "publishedarticle",
            "source",
            models.CharField("来源", max_length=60, blank=True, help_text=SOURCE_HELP),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["source"], name="article_source", condition=~models.Q(source="")
            ),
        ),
        # Every story that is here predates the rule; new ones do not.
        migrations.AddField(
            "article",
            "predates_section_rule",
            models.BooleanField(default=True, editable=False),
        ),
        migrations.AlterField(
            "article",
            "predates_section_rule",
            models.BooleanField(default=False, editable=False),
        ),
        migrations.AddConstraint(
            "article",
            models.CheckConstraint(
                name="article_signed_off_has_section",
                condition=~models.Q(stage="signed_off")
                | models.Q(section__isnull=False)
                | models.Q(predates_section_rule=True),
                violation_error_message="签发的稿件必须有栏目。",
            ),
        ),
    ]
