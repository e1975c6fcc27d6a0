import articles.models.comment
import articles.models.issue
import articles.models.photo
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kicker', models.CharField(blank=True, help_text='主题上方的一行，交代来源或背景，可留空。', max_length=120, verbose_name='引题')),
                ('headline', models.CharField(help_text='报纸上分几行就分几行；网页列表中会自动连成一行。', max_length=200, verbose_name='主题')),
                ('subhead', models.CharField(blank=True, help_text='主题下方的一行，可留空。', max_length=120, verbose_name='副题')),
                ('web_headline', models.CharField(blank=True, help_text='网页列表和分享时用的标题；留空则用主题。', max_length=60, verbose_name='网页标题')),
                ('summary', models.TextField(blank=True, help_text='列表中标题下的一两句话；留空则取正文开头。', verbose_name='提要')),
                ('dateline', models.CharField(blank=True, help_text='如“本报讯”，会排在第一段之前。', max_length=30, verbose_name='电头')),
                ('body', models.TextField(blank=True, verbose_name='正文')),
                ('kind', models.CharField(choices=[('news', '消息'), ('feature', '深度报道'), ('brief', '简讯'), ('photo_brief', '图片新闻'), ('commentary', '评论'), ('notice', '公告')], default='news', max_length=16, verbose_name='体裁')),
                ('page_order', models.PositiveSmallIntegerField(default=0, help_text='同一版中的先后，1 为头条。', verbose_name='版内次序')),
                ('guid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('stage', models.CharField(choices=[('draft', '草稿'), ('first_review', '初审'), ('second_review', '复审'), ('final_review', '终审'), ('signed_off', '签发')], default='draft', editable=False, max_length=16, verbose_name='阶段')),
                ('review_round', models.PositiveIntegerField(default=1, editable=False, verbose_name='审次')),
                ('unread_byline', models.CharField(blank=True, help_text='系统读不懂的署名行原样留在这里；在下面补好署名后清空它。', max_length=200, verbose_name='未识别的署名')),
                ('due_at', models.DateTimeField(blank=True, help_text='到时未签发的，在“今天”里标红。', null=True, verbose_name='交稿时间')),
                ('embargo_until', models.DateTimeField(blank=True, help_text='来稿单位要求的最早发布时间。到这一刻之前，读者在任何地方都看不到本稿。', null=True, verbose_name='解禁时间')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='定时发布')),
                ('edition', models.PositiveIntegerField(default=1, editable=False, verbose_name='修改次数')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建稿时间')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='最后修改')),
            ],
            options={
                'verbose_name': '稿件',
                'verbose_name_plural': '稿件',
                'ordering': ['-updated_at', '-pk'],
                'permissions': [('see_all_article', '可以看到所有人的稿件'), ('first_review_article', '可以初审稿件'), ('second_review_article', '可以复审稿件'), ('final_review_article', '可以终审、签发稿件'), ('correct_article', '可以发布更正'), ('withdraw_article', '可以撤稿和恢复')],
            },
        ),
        migrations.CreateModel(
            name='Autosave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('window', models.UUIDField(verbose_name='窗口')),
                ('edition', models.PositiveIntegerField(verbose_name='打开时的修改次数')),
                ('saved_at', models.DateTimeField(verbose_name='自动保存时间')),
                ('form', models.JSONField(verbose_name='表单')),
            ],
            options={
                'verbose_name': '自动保存',
                'verbose_name_plural': '自动保存',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('text', '文'), ('text_photo', '文/图'), ('photo', '图'), ('photographed', '摄'), ('courtesy', '供图')], default='text', max_length=16, verbose_name='分工')),
                ('title_as_printed', models.CharField(blank=True, help_text='当天报上印的称谓，如“全媒体记者”。', max_length=40, verbose_name='见报称谓')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
            ],
            options={
                'verbose_name': '署名',
                'verbose_name_plural': '署名',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('description', models.TextField(blank=True, verbose_name='简介')),
            ],
            options={
                'verbose_name': '专栏',
                'verbose_name_plural': '专栏',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(blank=True, choices=articles.models.comment.anchors, max_length=40, verbose_name='位置')),
                ('quote', models.CharField(blank=True, help_text='所指的那句话，可从稿件中复制；可留空。', max_length=200, verbose_name='原文')),
                ('text', models.TextField(max_length=2000, verbose_name='批注')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='解决时间')),
            ],
            options={
                'verbose_name': '批注',
                'verbose_name_plural': '批注',
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('correction', '更正'), ('update', '更新'), ('clarification', '澄清'), ('apology', '致歉')], max_length=16, verbose_name='类别')),
                ('text', models.TextField(verbose_name='内容')),
                ('placement', models.CharField(choices=[('top', '文首'), ('bottom', '文末')], max_length=8, verbose_name='位置')),
                ('made_at', models.DateTimeField(verbose_name='发布时间')),
                ('owed_order', models.PositiveSmallIntegerField(default=0, verbose_name='原稿版内次序')),
            ],
            options={
                'verbose_name': '更正',
                'verbose_name_plural': '更正',
                'ordering': ['-made_at', '-pk'],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True, verbose_name='出版日期')),
                ('date_is_certain', models.BooleanField(default=True, help_text='日期由内容推断而来时取消勾选，读者会看到说明。', verbose_name='日期确定')),
                ('number', models.CharField(blank=True, help_text='如“总第8123期”。', max_length=30, verbose_name='期号')),
                ('title', models.CharField(blank=True, help_text='特刊的名称，平时留空。', max_length=60, verbose_name='名称')),
                ('released_at', models.DateTimeField(blank=True, help_text='到这一刻，本期签发的稿件才对读者可见；留空则签发即可见。', null=True, verbose_name='上线时间')),
            ],
            options={
                'verbose_name': '期',
                'verbose_name_plural': '期',
                'ordering': ['-date'],
            },
        ),
        migrations.CreateModel(
            name='LexiconEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(help_text='稿件里出现就提示。引号、书名号、空格和全角半角的差别不算；正确写法里包含这个词时，写对的地方不提示。', max_length=60, verbose_name='词语')),
                ('folded', models.CharField(editable=False, max_length=60)),
                ('level', models.CharField(choices=[('block', '禁止'), ('warn', '提醒')], default='warn', help_text='禁止：改掉才能送审；提醒：写明理由后可以放行。', max_length=8, verbose_name='级别')),
                ('kind', models.CharField(choices=[('sensitive', '敏感词'), ('error', '易错词'), ('name', '姓名职务')], default='error', help_text='姓名职务：词语填姓名，正确写法填带职务的全称；全文写过一次全称就不再提示。', max_length=16, verbose_name='类别')),
                ('advice', models.CharField(blank=True, help_text='提示时给编辑看，如“应为‘账号’”。', max_length=200, verbose_name='建议或正确写法')),
                ('note', models.CharField(blank=True, help_text='依据、出处等，只在词库里看。', max_length=300, verbose_name='备注')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='最后修改')),
            ],
            options={
                'verbose_name': '词库词条',
                'verbose_name_plural': '词库',
                'ordering': ['word'],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('subject', '报道对象'), ('mentioned', '文中提及'), ('pictured', '图中人物')], default='mentioned', max_length=16, verbose_name='关系')),
                ('is_confirmed', models.BooleanField(default=True, help_text='由系统找到、尚待确认的不会出现在网站上。', verbose_name='已确认')),
            ],
            options={
                'verbose_name': '提及',
                'verbose_name_plural': '提及',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('name', models.CharField(blank=True, help_text='如“要闻”“民生”。', max_length=40, verbose_name='版名')),
                ('pdf', models.FileField(blank=True, help_text='只含本版的 PDF，读者可以下载；没有另传版面图时，版面图由它生成。', upload_to=articles.models.issue.page_path, verbose_name='版面 PDF')),
                ('original', models.FileField(blank=True, help_text='整版的图片。原文件不公开，读者看到的由系统另行生成。', storage=articles.models.photo.private_storage, upload_to=articles.models.issue.page_path, verbose_name='版面图')),
                ('image', models.FileField(blank=True, editable=False, upload_to=articles.models.issue.page_path, verbose_name='公开的版面图')),
                ('large_image', models.FileField(blank=True, editable=False, upload_to=articles.models.issue.page_path, verbose_name='放大的版面图')),
                ('thumbnail', models.FileField(blank=True, editable=False, upload_to=articles.models.issue.page_path, verbose_name='小图')),
                ('image_width', models.PositiveIntegerField(default=0, editable=False, verbose_name='宽')),
                ('image_height', models.PositiveIntegerField(default=0, editable=False, verbose_name='高')),
                ('image_edition', models.PositiveIntegerField(default=0, editable=False, verbose_name='版面图换过几次')),
                ('regions_edition', models.PositiveIntegerField(default=0, editable=False, verbose_name='区域改过几次')),
                ('regions_drawn_on', models.PositiveIntegerField(default=0, editable=False, verbose_name='区域画在第几次的版面图上')),
                ('responsible_editor', models.CharField(blank=True, max_length=60, verbose_name='责任编辑')),
                ('layout_editor', models.CharField(blank=True, max_length=60, verbose_name='版面编辑')),
                ('proofreader', models.CharField(blank=True, max_length=60, verbose_name='校对')),
            ],
            options={
                'verbose_name': '版面',
                'verbose_name_plural': '版面',
                'ordering': ['-issue__date', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('original', models.FileField(blank=True, help_text='原文件原样保存，不公开；公开的图片由系统另行生成。', storage=articles.models.photo.private_storage, upload_to=articles.models.photo.original_path, verbose_name='原图')),
                ('file', models.FileField(blank=True, editable=False, upload_to=articles.models.photo.web_path, verbose_name='网页图')),
                ('former_files', models.JSONField(blank=True, default=list, editable=False, verbose_name='以前的网页图')),
                ('width', models.PositiveIntegerField(default=1600, editable=False, verbose_name='宽')),
                ('height', models.PositiveIntegerField(default=1067, editable=False, verbose_name='高')),
                ('renditions', models.JSONField(blank=True, default=list, editable=False, verbose_name='尺寸与裁切')),
                ('recipe', models.PositiveSmallIntegerField(db_index=True, default=0, editable=False, verbose_name='出图版本')),
                ('checksum', models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name='校验值')),
                ('likeness', models.CharField(blank=True, editable=False, max_length=16, verbose_name='图像特征')),
                ('caption', models.CharField(blank=True, help_text='照报纸原文填写，没有就留空。', max_length=300, verbose_name='图片说明')),
                ('alt', models.CharField(blank=True, help_text='读屏软件念给看不见图的读者听：图里是什么。', max_length=300, verbose_name='替代文字')),
                ('is_decorative', models.BooleanField(default=False, help_text='图片不传达内容时勾选，可不填替代文字。', verbose_name='纯装饰')),
                ('source', models.CharField(blank=True, help_text='不是本社记者所摄时填写，如“市文明办供图”。摄影者与来源至少填一项。', max_length=100, verbose_name='来源')),
                ('source_type', models.CharField(choices=[('photograph', '照片'), ('illustration', '绘图'), ('generated', '生成式图像'), ('placeholder', '占位图')], default='photograph', max_length=16, verbose_name='图片性质')),
                ('rights', models.CharField(blank=True, help_text='写进每个公开的图片文件；本社记者的照片留空时写“© 本报名称”。', max_length=300, verbose_name='权利说明')),
                ('taken_on', models.DateField(blank=True, null=True, verbose_name='拍摄日期')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='拍摄地点')),
                ('shows_minor', models.BooleanField(default=False, help_text='能认出未成年人时勾选；没有监护人同意的记录就不能发布。', verbose_name='图中有未成年人')),
                ('consent', models.CharField(blank=True, help_text='谁、何时、以什么方式同意，书面同意存放在哪里。', max_length=200, verbose_name='监护人同意')),
                ('focal_x', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='焦点横向%')),
                ('focal_y', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='焦点纵向%')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='入库时间')),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'verbose_name': '图片',
                'verbose_name_plural': '图片',
                'ordering': ['-uploaded_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PhotoUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('placement', models.CharField(choices=[('lead', '题图'), ('inline', '文中')], default='lead', max_length=8, verbose_name='位置')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('caption', models.CharField(blank=True, help_text='与图库里的说明不同时填写。', max_length=300, verbose_name='本文图说')),
                ('alt', models.CharField(blank=True, max_length=300, verbose_name='本文替代文字')),
            ],
            options={
                'verbose_name': '稿件图片',
                'verbose_name_plural': '稿件图片',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(help_text='1 为头条。', verbose_name='次序')),
                ('until', models.DateTimeField(help_text='到这一刻自动撤下，首页恢复按版面排列。', verbose_name='置顶到')),
                ('pinned_at', models.DateTimeField(auto_now_add=True, verbose_name='置顶时间')),
            ],
            options={
                'verbose_name': '首页置顶',
                'verbose_name_plural': '首页置顶',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(db_index=True, verbose_name='最近在场')),
            ],
            options={
                'verbose_name': '正在编辑',
                'verbose_name_plural': '正在编辑',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('for_whom', models.CharField(help_text='对方的姓名或单位，会写在预览页顶部。', max_length=60, verbose_name='给谁看')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True, verbose_name='口令摘要')),
                ('created_at', models.DateTimeField(verbose_name='创建时间')),
                ('expires_at', models.DateTimeField(verbose_name='到期时间')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
            ],
            options={
                'verbose_name': '预览链接',
                'verbose_name_plural': '预览链接',
                'ordering': ['-created_at', '-pk'],
                'permissions': [('share_preview', '可以给出预览链接')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PreviewOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='打开时间')),
                ('network', models.CharField(blank=True, max_length=43, verbose_name='网段')),
                ('agent', models.CharField(blank=True, max_length=120, verbose_name='浏览器')),
            ],
            options={
                'verbose_name': '预览打开记录',
                'verbose_name_plural': '预览打开记录',
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PublishedCredit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, choices=[('', '图片（每张）'), ('text', '文'), ('text_photo', '文/图'), ('photo', '图'), ('photographed', '摄'), ('courtesy', '供图')], max_length=16, verbose_name='分工')),
                ('photos', models.PositiveSmallIntegerField(default=0, verbose_name='图片数')),
            ],
            options={
                'verbose_name': '见报署名',
                'verbose_name_plural': '见报署名',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PublishedEntity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PublishedPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': '已发布图片',
                'verbose_name_plural': '已发布图片',
            },
        ),
        migrations.CreateModel(
            name='PublishedTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReaderReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.CharField(blank=True, max_length=300, verbose_name='原文')),
                ('text', models.CharField(max_length=1000, verbose_name='读者指出')),
                ('contact', models.CharField(blank=True, max_length=100, verbose_name='联系方式')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('state', models.CharField(choices=[('open', '待核实'), ('confirmed', '属实，待更正'), ('corrected', '已更正'), ('declined', '不用更正')], default='open', max_length=16, verbose_name='状态')),
                ('finding', models.TextField(blank=True, verbose_name='核实结果')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='结案时间')),
            ],
            options={
                'verbose_name': '读者纠错',
                'verbose_name_plural': '读者纠错',
                'ordering': ['-received_at', '-pk'],
                'permissions': [('handle_readerreport', '可以处理读者纠错')],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='阅读次序')),
                ('points', models.CharField(help_text='各角的坐标，占版面宽、高的百分数，如“0,0 50,0 50,30 0,30”。', max_length=600, verbose_name='形状')),
            ],
            options={
                'verbose_name': '版面区域',
                'verbose_name_plural': '版面区域',
                'ordering': ['page', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveIntegerField(verbose_name='审次')),
                ('step', models.CharField(choices=[('draft', '草稿'), ('first_review', '初审'), ('second_review', '复审'), ('final_review', '终审'), ('signed_off', '签发')], max_length=16, verbose_name='环节')),
                ('decision', models.CharField(choices=[('wrote', '撰写'), ('submitted', '提交'), ('edited', '审改'), ('passed', '通过'), ('sent_back', '退回')], max_length=16, verbose_name='处理')),
                ('opinion', models.TextField(blank=True, verbose_name='意见')),
                ('errors', models.JSONField(blank=True, default=dict, verbose_name='差错')),
                ('edition', models.PositiveIntegerField(verbose_name='所审版本')),
                ('is_override', models.BooleanField(default=False, verbose_name='越级处理')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '审稿记录',
                'verbose_name_plural': '审稿记录',
                'ordering': ['round', 'at', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ReviewRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('news', '消息'), ('feature', '深度报道'), ('brief', '简讯'), ('photo_brief', '图片新闻'), ('commentary', '评论'), ('notice', '公告')], max_length=16, unique=True, verbose_name='体裁')),
                ('has_first_review', models.BooleanField(default=True, verbose_name='须初审')),
                ('has_second_review', models.BooleanField(default=True, verbose_name='须复审')),
            ],
            options={
                'verbose_name': '审稿流程',
                'verbose_name_plural': '审稿流程',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField(verbose_name='第几版')),
                ('stage', models.CharField(choices=[('draft', '草稿'), ('first_review', '初审'), ('second_review', '复审'), ('final_review', '终审'), ('signed_off', '签发')], max_length=16, verbose_name='阶段')),
                ('cause', models.CharField(choices=[('saved', '保存'), ('restored', '恢复旧版'), ('scheduled', '定时'), ('imported', '导入')], max_length=16, verbose_name='缘由')),
                ('by_name', models.CharField(blank=True, max_length=310, verbose_name='修改者姓名')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('length', models.PositiveIntegerField(default=0, verbose_name='字数')),
                ('snapshot', models.JSONField(verbose_name='全文')),
            ],
            options={
                'verbose_name': '修改记录',
                'verbose_name_plural': '修改记录',
                'ordering': ['article', '-edition'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ScoreRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('news', '消息'), ('feature', '深度报道'), ('brief', '简讯'), ('photo_brief', '图片新闻'), ('commentary', '评论'), ('notice', '公告')], max_length=16, verbose_name='体裁')),
                ('role', models.CharField(blank=True, choices=[('', '图片（每张）'), ('text', '文'), ('text_photo', '文/图'), ('photo', '图'), ('photographed', '摄'), ('courtesy', '供图')], help_text='署名的分工；“图片”按张计分，与署名的分工各自计算。', max_length=16, verbose_name='分工')),
                ('points', models.DecimalField(decimal_places=2, help_text='一篇（或一张）的分值；几人合作时由几人平分。', max_digits=6, verbose_name='分值')),
                ('note', models.CharField(blank=True, help_text='如考核办法的条款；可留空。', max_length=100, verbose_name='依据')),
            ],
            options={
                'verbose_name': '计分规则',
                'verbose_name_plural': '计分规则',
                'ordering': ['kind', 'role'],
                'permissions': [('view_statistics', '可以查看所有人的稿件考核')],
            },
        ),
        migrations.CreateModel(
            name='SearchChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': '待送检索的改动',
                'verbose_name_plural': '待送检索的改动',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, unique=True, verbose_name='名称')),
                ('slug', models.SlugField(help_text='网址中用的英文或拼音，定下后不要再改。', max_length=40, unique=True, verbose_name='网址名')),
                ('description', models.TextField(blank=True, verbose_name='简介')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='排序')),
            ],
            options={
                'verbose_name': '栏目',
                'verbose_name_plural': '栏目',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='SectionEditor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': '栏目编辑',
                'verbose_name_plural': '栏目编辑（列名者只管所列栏目；一个栏目也没列的不受限）',
            },
        ),
        migrations.CreateModel(
            name='SitePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(choices=[('about', '关于本报'), ('masthead', '采编团队'), ('corrections-policy', '更正政策'), ('contact', '联系我们')], max_length=20, unique=True, verbose_name='页面')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('body', models.TextField(verbose_name='正文')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='最后修改')),
            ],
            options={
                'verbose_name': '本报说明',
                'verbose_name_plural': '本报说明',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': '标签',
                'verbose_name_plural': '标签',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Tagging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': '稿件标签',
                'verbose_name_plural': '稿件标签',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='UnmaskedPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': '隐名前的图片',
                'verbose_name_plural': '隐名前的图片',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=32)),
                ('kind', models.CharField(choices=[('sensitive', '敏感词'), ('error', '易错词'), ('name', '姓名职务'), ('number', '数字'), ('date', '日期')], max_length=16, verbose_name='类别')),
                ('excerpt', models.CharField(max_length=200, verbose_name='原文')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='放行时间')),
            ],
            options={
                'verbose_name': '放行记录',
                'verbose_name_plural': '放行记录',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='撤稿原因')),
                ('withdrawn_at', models.DateTimeField(verbose_name='撤稿时间')),
                ('reinstate_reason', models.TextField(blank=True, verbose_name='恢复原因')),
                ('reinstated_at', models.DateTimeField(blank=True, null=True, verbose_name='恢复时间')),
            ],
            options={
                'verbose_name': '撤稿',
                'verbose_name_plural': '撤稿',
                'ordering': ['-withdrawn_at', '-pk'],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='DeskEntry',
            fields=[
                ('headline', models.TextField(blank=True)),
                ('marks', models.TextField(blank=True)),
                ('solid', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('version', models.CharField(max_length=8)),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk_entry', serialize=False, to='articles.article')),
            ],
            options={
                'verbose_name': '稿件检索条目',
                'verbose_name_plural': '稿件检索条目',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PublishedArticle',
            fields=[
                ('kicker', models.CharField(blank=True, help_text='主题上方的一行，交代来源或背景，可留空。', max_length=120, verbose_name='引题')),
                ('headline', models.CharField(help_text='报纸上分几行就分几行；网页列表中会自动连成一行。', max_length=200, verbose_name='主题')),
                ('subhead', models.CharField(blank=True, help_text='主题下方的一行，可留空。', max_length=120, verbose_name='副题')),
                ('web_headline', models.CharField(blank=True, help_text='网页列表和分享时用的标题；留空则用主题。', max_length=60, verbose_name='网页标题')),
                ('summary', models.TextField(blank=True, help_text='列表中标题下的一两句话；留空则取正文开头。', verbose_name='提要')),
                ('dateline', models.CharField(blank=True, help_text='如“本报讯”，会排在第一段之前。', max_length=30, verbose_name='电头')),
                ('body', models.TextField(blank=True, verbose_name='正文')),
                ('kind', models.CharField(choices=[('news', '消息'), ('feature', '深度报道'), ('brief', '简讯'), ('photo_brief', '图片新闻'), ('commentary', '评论'), ('notice', '公告')], default='news', max_length=16, verbose_name='体裁')),
                ('page_order', models.PositiveSmallIntegerField(default=0, help_text='同一版中的先后，1 为头条。', verbose_name='版内次序')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='published', serialize=False, to='articles.article', verbose_name='稿件')),
                ('guid', models.UUIDField(editable=False, unique=True, verbose_name='编号')),
                ('body_html', models.TextField(verbose_name='正文页面')),
                ('card_html', models.TextField(verbose_name='列表卡片')),
                ('byline_html', models.TextField(blank=True, verbose_name='署名')),
                ('context_html', models.TextField(blank=True, verbose_name='标签与相关')),
                ('byline_text', models.CharField(blank=True, max_length=300, verbose_name='署名行')),
                ('photos', models.JSONField(blank=True, default=list, verbose_name='图片')),
                ('corrections_top_html', models.TextField(blank=True, verbose_name='文首更正')),
                ('corrections_bottom_html', models.TextField(blank=True, verbose_name='文末更正')),
                ('corrected_at', models.DateTimeField(blank=True, null=True, verbose_name='最近更正')),
                ('corrected_as', models.CharField(blank=True, choices=[('correction', '更正'), ('update', '更新'), ('clarification', '澄清'), ('apology', '致歉')], max_length=16, verbose_name='最近更正的类别')),
                ('corrections', models.JSONField(blank=True, default=list, verbose_name='更正明细')),
                ('opening', models.TextField(blank=True, verbose_name='提要或开头')),
                ('credits', models.JSONField(blank=True, default=list, verbose_name='署名明细')),
                ('named', models.JSONField(blank=True, default=list, verbose_name='人物与单位明细')),
                ('keywords', models.JSONField(blank=True, default=list, verbose_name='关键词')),
                ('related_by', models.JSONField(blank=True, default=dict, verbose_name='相关报道的线索')),
                ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='指纹')),
                ('length', models.PositiveIntegerField(default=0, verbose_name='字数')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('published_at', models.DateTimeField(verbose_name='首次发布')),
                ('changed_at', models.DateTimeField(verbose_name='最近更新')),
                ('visible_from', models.DateTimeField(verbose_name='可见时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤稿时间')),
                ('withdrawn_reason', models.TextField(blank=True, verbose_name='撤稿原因')),
                ('masked_at', models.DateTimeField(blank=True, null=True, verbose_name='最近隐名时间')),
            ],
            options={
                'verbose_name': '已发布稿件',
                'verbose_name_plural': '已发布稿件',
                'ordering': ['-visible_from', '-pk'],
            },
        ),
    ]
