import django.db.models.deletion
import django.db.models.functions.text
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('articles', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='announces',
            field=models.ManyToManyField(blank=True, help_text='本文公布了哪一批荣誉名单。', related_name='announcements', to='people.round', verbose_name='公布的荣誉批次'),
        ),
        migrations.AddField(
            model_name='article',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建稿人'),
        ),
        migrations.AddField(
            model_name='article',
            name='updated_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后修改者'),
        ),
        migrations.AddField(
            model_name='autosave',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='autosave',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑者'),
        ),
        migrations.AddField(
            model_name='byline',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='byline',
            name='reporter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='people.reporter', verbose_name='记者'),
        ),
        migrations.AddField(
            model_name='article',
            name='column',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='articles.column', verbose_name='专栏'),
        ),
        migrations.AddField(
            model_name='comment',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='comment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='批注者'),
        ),
        migrations.AddField(
            model_name='comment',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='articles.comment', verbose_name='回复的批注'),
        ),
        migrations.AddField(
            model_name='comment',
            name='resolved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='解决者'),
        ),
        migrations.AddField(
            model_name='correction',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='correction',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布者'),
        ),
        migrations.AddField(
            model_name='correction',
            name='notice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections_noticed', to='articles.article', verbose_name='见报启事'),
        ),
        migrations.AddField(
            model_name='correction',
            name='supersedes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='articles.correction', verbose_name='取代'),
        ),
        migrations.AddConstraint(
            model_name='lexiconentry',
            constraint=models.UniqueConstraint(fields=('folded',), name='lexicon_word_once'),
        ),
        migrations.AddConstraint(
            model_name='lexiconentry',
            constraint=models.CheckConstraint(condition=models.Q(('folded', ''), _negated=True), name='lexicon_word_is_searchable'),
        ),
        migrations.AddConstraint(
            model_name='lexiconentry',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['block', 'warn'])), name='lexicon_level_known'),
        ),
        migrations.AddConstraint(
            model_name='lexiconentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sensitive', 'error', 'name'])), name='lexicon_kind_known'),
        ),
        migrations.AddField(
            model_name='mention',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='mention',
            name='entity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='people.entity', verbose_name='人物或单位'),
        ),
        migrations.AddField(
            model_name='page',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='articles.issue', verbose_name='期'),
        ),
        migrations.AddField(
            model_name='correction',
            name='owed_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections_owed', to='articles.page', verbose_name='原稿见报'),
        ),
        migrations.AddField(
            model_name='correction',
            name='printed_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections_printed', to='articles.page', verbose_name='更正见报'),
        ),
        migrations.AddField(
            model_name='article',
            name='page',
            field=models.ForeignKey(blank=True, help_text='见报的版；只在网上发布的稿件留空。', null=True, on_delete=django.db.models.deletion.PROTECT, to='articles.page', verbose_name='版面'),
        ),
        migrations.AddField(
            model_name='photo',
            name='pictured',
            field=models.ManyToManyField(blank=True, help_text='图中认得出的人物、单位或地点，便于查找。', related_name='photographs', to='people.entity', verbose_name='图中人物'),
        ),
        migrations.AddField(
            model_name='photo',
            name='reporter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='people.reporter', verbose_name='摄影者'),
        ),
        migrations.AddField(
            model_name='photo',
            name='uploaded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传者'),
        ),
        migrations.AddField(
            model_name='photouse',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photo_uses', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='photouse',
            name='photo',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='articles.photo', verbose_name='图片'),
        ),
        migrations.AddField(
            model_name='pin',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pin', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='pin',
            name='pinned_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='置顶人'),
        ),
        migrations.AddField(
            model_name='presence',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='presence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑者'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建者'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销者'),
        ),
        migrations.AddField(
            model_name='previewopening',
            name='link',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='articles.previewlink', verbose_name='预览链接'),
        ),
        migrations.AddField(
            model_name='publishedcredit',
            name='reporter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_credits', to='people.reporter', verbose_name='记者'),
        ),
        migrations.AddField(
            model_name='publishedentity',
            name='entity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.entity'),
        ),
        migrations.AddField(
            model_name='publishedpicture',
            name='photo',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='articles.photo'),
        ),
        migrations.AddField(
            model_name='readerreport',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reader_reports', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='readerreport',
            name='correction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reader_reports', to='articles.correction', verbose_name='更正'),
        ),
        migrations.AddField(
            model_name='readerreport',
            name='handler',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经手人'),
        ),
        migrations.AddField(
            model_name='region',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regions', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='region',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regions', to='articles.page', verbose_name='版面'),
        ),
        migrations.AddField(
            model_name='review',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='review',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL, verbose_name='经手人'),
        ),
        migrations.AddField(
            model_name='revision',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='revision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改者'),
        ),
        migrations.AddConstraint(
            model_name='scorerule',
            constraint=models.UniqueConstraint(fields=('kind', 'role'), name='score_rule_once', violation_error_message='这种体裁的这项分工已有分值，请直接修改。'),
        ),
        migrations.AddConstraint(
            model_name='scorerule',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 0)), name='score_rule_points_not_negative', violation_error_message='分值不能小于 0。'),
        ),
        migrations.AddField(
            model_name='article',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='articles.section', verbose_name='栏目'),
        ),
        migrations.AddField(
            model_name='sectioneditor',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editors', to='articles.section', verbose_name='栏目'),
        ),
        migrations.AddField(
            model_name='sectioneditor',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edited_sections', to=settings.AUTH_USER_MODEL, verbose_name='编辑'),
        ),
        migrations.AddConstraint(
            model_name='sitepage',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ['about', 'masthead', 'corrections-policy', 'contact'])), name='site_page_slug_known'),
        ),
        migrations.AddConstraint(
            model_name='sitepage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='site_page_is_written'),
        ),
        migrations.AddField(
            model_name='tag',
            name='main',
            field=models.ForeignKey(blank=True, help_text='填写后，本标签的稿件归那个标签，旧地址转到它的页面，以后写本标签时自动换成它。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='synonyms', to='articles.tag', verbose_name='同义于'),
        ),
        migrations.AddField(
            model_name='publishedtag',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tagging',
            name='content_object',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='tagging',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='articles.tag', verbose_name='标签'),
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='用，、；分开，如“共富工坊，直播”；标签里可以有空格。', through='articles.Tagging', to='articles.Tag', verbose_name='标签'),
        ),
        migrations.AddField(
            model_name='unmaskedpicture',
            name='photo',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='articles.photo'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='放行人'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='reinstated_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='恢复人'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='withdrawn_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤稿人'),
        ),
        migrations.AddIndex(
            model_name='deskentry',
            index=models.Index(fields=['version'], name='desk_entry_version'),
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('headline', models.TextField(blank=True)),
                ('marks', models.TextField(blank=True)),
                ('solid', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('version', models.CharField(max_length=8)),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='articles.publishedarticle')),
                ('subhead', models.TextField(blank=True)),
                ('aside', models.TextField(blank=True)),
                ('told', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': '检索条目',
                'verbose_name_plural': '检索条目',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Unmasked',
            fields=[
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='unmasked', serialize=False, to='articles.publishedarticle', verbose_name='稿件')),
                ('fields', models.JSONField(verbose_name='原文')),
                ('ties', models.JSONField(verbose_name='关联')),
            ],
            options={
                'verbose_name': '隐名前的稿件',
                'verbose_name_plural': '隐名前的稿件',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='searchchange',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.publishedarticle'),
        ),
        migrations.AddField(
            model_name='publishedtag',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.publishedarticle'),
        ),
        migrations.AddField(
            model_name='publishedpicture',
            name='publishedarticle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='articles.publishedarticle'),
        ),
        migrations.AddField(
            model_name='publishedentity',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.publishedarticle'),
        ),
        migrations.AddField(
            model_name='publishedcredit',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credit_rows', to='articles.publishedarticle', verbose_name='已发布稿件'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='column',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='articles.column', verbose_name='专栏'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='entities',
            field=models.ManyToManyField(blank=True, related_name='published_articles', through='articles.PublishedEntity', to='people.entity'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='page',
            field=models.ForeignKey(blank=True, help_text='见报的版；只在网上发布的稿件留空。', null=True, on_delete=django.db.models.deletion.PROTECT, to='articles.page', verbose_name='版面'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='pictured',
            field=models.ManyToManyField(blank=True, related_name='stories_picturing', to='people.entity'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='pictures',
            field=models.ManyToManyField(blank=True, related_name='published_articles', through='articles.PublishedPicture', to='articles.photo'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='published_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='reporters',
            field=models.ManyToManyField(blank=True, related_name='published_articles', to='people.reporter'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='rounds',
            field=models.ManyToManyField(blank=True, related_name='published_articles', to='people.round'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='articles.section', verbose_name='栏目'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='subjects',
            field=models.ManyToManyField(blank=True, related_name='stories_about', to='people.entity'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='published_articles', through='articles.PublishedTag', to='articles.tag'),
        ),
        migrations.AddConstraint(
            model_name='autosave',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='autosave_once'),
        ),
        migrations.AddConstraint(
            model_name='autosave',
            constraint=models.UniqueConstraint(condition=models.Q(('article', None)), fields=('user',), name='autosave_one_new_story'),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(fields=('article', 'reporter', 'role'), name='byline_once', violation_error_message='同一人的同一分工只署一次名。'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent', None), ('resolved_at', None)), fields=['article'], name='comment_open'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at', None), ('resolved_by', None)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='comment_is_resolved_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('field', ''), ('quote', ''), ('resolved_at', None)), _connector='OR'), name='comment_reply_leaves_place_and_resolving_to_its_parent'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('article', 'entity', 'relation'), name='mention_once', violation_error_message='这一提及已经登记。'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('issue', 'number'), name='page_number_unique', violation_error_message='这一期已有同号的版。'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='page_number_from_one', violation_error_message='版次从 1 开始。'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['-made_at', '-id'], name='correction_newest'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(condition=models.Q(('owed_page__isnull', False), ('printed_in', None)), fields=['made_at'], name='correction_awaiting_print'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='correction_says_something', violation_error_message='请写明更正的内容。'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['correction', 'update', 'clarification', 'apology'])), name='correction_kind_known', violation_error_message='没有这一类更正。'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('placement__in', ['top', 'bottom'])), name='correction_placement_known', violation_error_message='更正只能放在文首或文末。'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('notice', None), ('printed_in__isnull', False), _connector='OR'), name='correction_notice_has_a_page', violation_error_message='见报启事要有它所在的版。'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(django.db.models.functions.text.Substr('likeness', 1, 4), name='photo_likeness_1'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(django.db.models.functions.text.Substr('likeness', 5, 4), name='photo_likeness_5'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(django.db.models.functions.text.Substr('likeness', 9, 4), name='photo_likeness_9'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(django.db.models.functions.text.Substr('likeness', 13, 4), name='photo_likeness_13'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), ('source_type', 'placeholder'), _connector='OR'), name='photo_has_file_or_is_placeholder', violation_error_message='请选择图片文件；没有图片时只能登记为占位图。'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('focal_x__lte', 100), ('focal_y__lte', 100)), name='photo_focal_point_inside', violation_error_message='焦点须在 0 到 100 之间。'),
        ),
        migrations.AddConstraint(
            model_name='photouse',
            constraint=models.UniqueConstraint(fields=('article', 'photo'), name='photo_use_once', violation_error_message='这张图片已经用在本文中。'),
        ),
        migrations.AddConstraint(
            model_name='pin',
            constraint=models.UniqueConstraint(fields=('order',), name='pin_order_unique', violation_error_message='两篇稿件的次序不能相同。'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='presence_once'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(('for_whom', ''), _negated=True), name='preview_link_names_its_reader'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='preview_link_expires_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='preview_link_is_revoked_by_someone'),
        ),
        migrations.AddIndex(
            model_name='readerreport',
            index=models.Index(fields=['-received_at', '-id'], name='report_newest'),
        ),
        migrations.AddIndex(
            model_name='readerreport',
            index=models.Index(condition=models.Q(('state__in', ['open', 'confirmed'])), fields=['received_at', 'id'], name='report_waiting'),
        ),
        migrations.AddConstraint(
            model_name='readerreport',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='report_says_something'),
        ),
        migrations.AddConstraint(
            model_name='readerreport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'confirmed', 'corrected', 'declined'])), name='report_state_known'),
        ),
        migrations.AddConstraint(
            model_name='readerreport',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), ('handler__isnull', False), _connector='OR'), name='report_is_handled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='readerreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirmed', 'declined']), _negated=True), models.Q(('finding', ''), _negated=True), _connector='OR'), name='report_has_a_finding'),
        ),
        migrations.AddConstraint(
            model_name='readerreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction__isnull', False), ('state', 'corrected')), models.Q(models.Q(('state', 'corrected'), _negated=True), ('correction', None)), _connector='OR'), name='report_corrected_by_a_correction'),
        ),
        migrations.AddConstraint(
            model_name='readerreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state__in', ['open', 'confirmed'])), models.Q(('contact', ''), ('settled_at__isnull', False), ('state__in', ['corrected', 'declined'])), _connector='OR'), name='report_settled_forgets_the_reader'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.UniqueConstraint(fields=('page', 'article'), name='region_once', violation_error_message='一篇稿件在一个版上只有一个区域。'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.UniqueConstraint(fields=('page', 'order'), name='region_order_unique', violation_error_message='两个区域的阅读次序不能相同。'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(condition=models.Q(('points', ''), _negated=True), name='region_has_points', violation_error_message='区域没有形状。'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['is_override', '-at'], name='review_override_newest'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('is_override', False)), fields=('article', 'round', 'person'), name='review_one_part_a_person', violation_error_message='同一人在一轮中只能经手一次。'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('step', 'signed_off'), _negated=True), name='review_before_signing_off'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ['wrote', 'submitted']), ('step', 'draft')), models.Q(models.Q(('step', 'draft'), _negated=True), ('decision__in', ['edited', 'passed', 'sent_back'])), _connector='OR'), name='review_decision_fits_step'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opinion', ''), _negated=True), models.Q(('decision', 'sent_back'), ('is_override', True), _connector='OR', _negated=True), _connector='OR'), name='review_with_reason', violation_error_message='退回和越级处理都须写明理由。'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('article', 'edition'), name='revision_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('edition__gte', 1)), name='revision_from_one'),
        ),
        migrations.AddConstraint(
            model_name='sectioneditor',
            constraint=models.UniqueConstraint(fields=('section', 'user'), name='section_editor_once', violation_error_message='这位编辑已经在本栏目中。'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='tag_name_once', violation_error_message='已有这个标签。'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('main', models.F('id')), _negated=True), name='tag_not_its_own_synonym', violation_error_message='标签不能并入它自己。'),
        ),
        migrations.AddConstraint(
            model_name='tagging',
            constraint=models.UniqueConstraint(fields=('tag', 'content_object'), name='tagging_once'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['stage', '-updated_at'], name='article_stage_updated'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-updated_at', '-id'], name='article_updated'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'signed_off'), _negated=True), models.Q(('headline', ''), _negated=True), _connector='OR'), name='article_signed_off_has_headline', violation_error_message='签发的稿件必须有主题。'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'signed_off'), _negated=True), ('unread_byline', ''), _connector='OR'), name='article_signed_off_byline_is_read', violation_error_message='署名行还有未识别的内容，不能签发。'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(fields=('article', 'key'), name='waiver_once'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='waiver_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='withdrawal_has_a_reason', violation_error_message='请写明撤稿原因。'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.UniqueConstraint(condition=models.Q(('reinstated_at', None)), fields=('article',), name='withdrawal_open_once', violation_error_message='这篇稿件已经撤下。'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reinstate_reason', ''), ('reinstated_at', None), ('reinstated_by', None)), models.Q(('reinstated_at__gte', models.F('withdrawn_at')), ('reinstated_by__isnull', False), models.Q(('reinstate_reason', ''), _negated=True)), _connector='OR'), name='withdrawal_reinstated_whole', violation_error_message='恢复要有时间、恢复人和原因，且在撤稿之后。'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['version'], name='search_entry_version'),
        ),
        migrations.AddField(
            model_name='unmaskedpicture',
            name='unmasked',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='articles.unmasked'),
        ),
        migrations.AddField(
            model_name='unmasked',
            name='pictures',
            field=models.ManyToManyField(related_name='unmasked', through='articles.UnmaskedPicture', to='articles.photo'),
        ),
        migrations.AddIndex(
            model_name='publishedtag',
            index=models.Index(fields=['tag', '-article'], name='published_tag_newest'),
        ),
        migrations.AddConstraint(
            model_name='publishedtag',
            constraint=models.UniqueConstraint(fields=('article', 'tag'), name='published_tag_once'),
        ),
        migrations.AddConstraint(
            model_name='publishedpicture',
            constraint=models.UniqueConstraint(fields=('publishedarticle', 'photo'), name='published_picture_once'),
        ),
        migrations.AddIndex(
            model_name='publishedentity',
            index=models.Index(fields=['entity', '-article'], name='published_entity_newest'),
        ),
        migrations.AddConstraint(
            model_name='publishedentity',
            constraint=models.UniqueConstraint(fields=('article', 'entity'), name='published_entity_once'),
        ),
        migrations.AddConstraint(
            model_name='publishedcredit',
            constraint=models.UniqueConstraint(fields=('article', 'reporter', 'role'), name='published_credit_once'),
        ),
        migrations.AddConstraint(
            model_name='publishedcredit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('photos__gte', 1), ('role', '')), models.Q(('photos', 0), models.Q(('role', ''), _negated=True)), _connector='OR'), name='published_credit_is_role_or_photos'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('withdrawn_at', None)), fields=['-visible_from', '-article'], name='published_newest'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('withdrawn_at', None)), fields=['section', '-visible_from', '-article'], name='published_in_section'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('withdrawn_at', None)), fields=['column', '-visible_from', '-article'], name='published_in_column'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('withdrawn_at', None)), fields=['page', 'page_order'], name='published_on_page'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('withdrawn_at', None)), fields=['visible_from', 'article', 'changed_at'], name='published_for_sitemap'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['-withdrawn_at', '-article'], name='published_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='publishedarticle',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_reason', ''), ('withdrawn_at__isnull', False), _connector='OR'), name='published_reason_only_of_withdrawn', violation_error_message='没有撤下的稿件不能有撤稿原因。'),
        ),
        migrations.AddConstraint(
            model_name='publishedarticle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_as', ''), ('corrected_at', None)), models.Q(('corrected_at__isnull', False), models.Q(('corrected_as', ''), _negated=True)), _connector='OR'), name='published_corrected_at_and_as', violation_error_message='更正的时间和类别要么都有，要么都没有。'),
        ),
        migrations.AddConstraint(
            model_name='unmaskedpicture',
            constraint=models.UniqueConstraint(fields=('unmasked', 'photo'), name='unmasked_picture_once'),
        ),
    ]
