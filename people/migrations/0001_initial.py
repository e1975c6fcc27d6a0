import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "distinction",
                    models.CharField(
                        blank=True,
                        help_text="有同名时填写，如单位或职业，用来区分；平时留空。",
                        max_length=60,
                        verbose_name="同名区分",
                    ),
                ),
                (
                    "sort_key",
                    models.CharField(
                        blank=True,
                        help_text="留空则按拼音自动填写；多音姓氏有误时可改。",
                        max_length=200,
                        verbose_name="拼音排序",
                    ),
                ),
                (
                    "hidden",
                    models.BooleanField(default=False, editable=False, verbose_name="对读者隐藏"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "人物"),
                            ("group", "群体"),
                            ("workshop", "共富工坊"),
                            ("school", "学校"),
                            ("organisation", "机构"),
                            ("place", "地点"),
                            ("village", "村"),
                            ("community", "社区"),
                            ("compound", "小区"),
                            ("project", "项目"),
                            ("event", "活动"),
                            ("brand", "品牌"),
                            ("product", "产品"),
                            ("team", "志愿队伍"),
                            ("document", "文件"),
                        ],
                        default="person",
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="上级单位或所在地，如李祖村属于后宅街道。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="people.entity",
                        verbose_name="所属",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="简介")),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(
                        auto_now=True, db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
            options={
                "verbose_name": "人物与单位",
                "verbose_name_plural": "人物与单位",
                "ordering": ["sort_key", "name", "pk"],
                "indexes": [
                    models.Index(fields=["kind", "sort_key"], name="entity_kind_sort"),
                    models.Index(fields=["sort_key", "name", "id"], name="entity_sort"),
                    models.Index(
                        condition=models.Q(("hidden", True)), fields=["id"], name="entity_hidden"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "name", "distinction"),
                        name="entity_name_unique",
                        violation_error_message="已有同类同名者，请在“同名区分”中加以区别。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="entity_not_its_own_parent",
                        violation_error_message="不能把自己设为自己的所属。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="同事看到的是姓名，不是用户名。",
                        max_length=60,
                        verbose_name="姓名",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "账号",
                "verbose_name_plural": "账号",
                "indexes": [],
                "constraints": [],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Reporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "distinction",
                    models.CharField(
                        blank=True,
                        help_text="有同名时填写，如单位或职业，用来区分；平时留空。",
                        max_length=60,
                        verbose_name="同名区分",
                    ),
                ),
                (
                    "sort_key",
                    models.CharField(
                        blank=True,
                        help_text="留空则按拼音自动填写；多音姓氏有误时可改。",
                        max_length=200,
                        verbose_name="拼音排序",
                    ),
                ),
                (
                    "hidden",
                    models.BooleanField(default=False, editable=False, verbose_name="对读者隐藏"),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        default="全媒体记者",
                        help_text="现在的称谓，如“全媒体记者”。稿件署名另存当时印出的称谓，不随此改变。",
                        max_length=40,
                        verbose_name="职务",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "本社记者"),
                            ("correspondent", "通讯员"),
                            ("agency", "通讯社"),
                        ],
                        default="staff",
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("bio", models.TextField(blank=True, verbose_name="简介")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="此人登录后台所用的账号。",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reporter",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登录账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "记者",
                "verbose_name_plural": "记者",
                "ordering": ["sort_key", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "distinction"),
                        name="reporter_name_unique",
                        violation_error_message="已有同名记者，请在“同名区分”中加以区别。",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="EntityName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="people.entity",
                        verbose_name="人物或单位",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="别名")),
                ("since", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="曾用名填写改名的日期：那一天以前公布的名单仍用这个名称。",
                        null=True,
                        verbose_name="停用日期",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        auto_now=True, db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
            options={
                "verbose_name": "别名",
                "verbose_name_plural": "别名",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["name"], name="entity_name_name")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entity", "name"),
                        name="entity_name_once",
                        violation_error_message="这个别名已经有了。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True),
                            ("until__isnull", True),
                            ("since__lt", models.F("until")),
                            _connector="OR",
                        ),
                        name="entity_name_period_in_order",
                        violation_error_message="停用日期要在启用日期之后。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True), ("until__isnull", False), _connector="OR"
                        ),
                        name="entity_name_period_has_an_end",
                        violation_error_message="现在的名称写在“名称”里；曾用名要填停用日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national", "国家级"),
                            ("provincial", "省级"),
                            ("prefecture", "地市级"),
                            ("county", "县市级"),
                            ("township", "镇街级"),
                            ("enterprise", "企业级"),
                        ],
                        max_length=16,
                        verbose_name="级别",
                    ),
                ),
                (
                    "next_rung",
                    models.ForeignKey(
                        blank=True,
                        help_text="如义乌好人 → 金华好人 → 浙江好人 → 中国好人。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lower_rungs",
                        to="people.programme",
                        verbose_name="上一级荣誉",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="简介")),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="排序")),
                (
                    "bodies",
                    models.ManyToManyField(
                        blank=True,
                        help_text="报道中写明的授予或公布单位；未写明则留空。",
                        related_name="conferred_programmes",
                        to="people.entity",
                        verbose_name="授予单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "荣誉",
                "verbose_name_plural": "荣誉",
                "ordering": ["order", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("next_rung", models.F("id")), _negated=True),
                        name="programme_not_its_own_rung",
                        violation_error_message="不能把自己设为自己的上一级荣誉。",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="people.programme",
                        verbose_name="荣誉",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="报道只说已有这一称号、没有说哪一批时留空。",
                        max_length=60,
                        verbose_name="批次或届次",
                    ),
                ),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                (
                    "announced_precision",
                    models.CharField(
                        choices=[
                            ("day", "确切到日"),
                            ("month", "确切到月"),
                            ("quarter", "确切到季度"),
                            ("year", "确切到年"),
                        ],
                        default="day",
                        help_text="只知道月份或年份时请如实选择，读者只会看到已知的部分。",
                        max_length=8,
                        verbose_name="日期精度",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "批次",
                "verbose_name_plural": "批次",
                "ordering": ["-announced_on", "-pk"],
                "indexes": [models.Index(fields=["-announced_on"], name="round_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "name"),
                        name="round_name_unique",
                        violation_error_message="这项荣誉已有同名批次。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="people.programme",
                        verbose_name="荣誉",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="people.entity",
                        verbose_name="地区",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="截至")),
                ("count", models.PositiveIntegerField(verbose_name="人数")),
            ],
            options={
                "verbose_name": "累计",
                "verbose_name_plural": "累计",
                "ordering": ["-as_of", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "place", "as_of"),
                        name="tally_once_per_day",
                        violation_error_message="同一地区同一天的累计已经有了。",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Hiding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hidings",
                        to="people.entity",
                        verbose_name="人物或单位",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hidings",
                        to="people.reporter",
                        verbose_name="记者",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="如“本人要求”“未成年人”。只在后台记录，读者看不到。",
                        verbose_name="隐藏原因",
                    ),
                ),
                ("hidden_at", models.DateTimeField(verbose_name="隐藏时间")),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="隐藏人",
                    ),
                ),
                ("show_reason", models.TextField(blank=True, verbose_name="恢复原因")),
                ("shown_at", models.DateTimeField(blank=True, null=True, verbose_name="恢复时间")),
                (
                    "shown_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="恢复人",
                    ),
                ),
            ],
            options={
                "verbose_name": "隐藏",
                "verbose_name_plural": "隐藏记录",
                "ordering": ["-hidden_at", "-pk"],
                "default_permissions": ["add", "change", "view"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entity__isnull", True), ("reporter__isnull", False)),
                            models.Q(("entity__isnull", False), ("reporter__isnull", True)),
                            _connector="OR",
                        ),
                        name="hiding_of_one",
                        violation_error_message="请选择一位人物（单位）或一位记者，只选一个。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="hiding_has_a_reason",
                        violation_error_message="请写明隐藏的原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shown_at", None)),
                        fields=("entity",),
                        name="hiding_of_entity_open_once",
                        violation_error_message="此人或单位已经隐藏。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shown_at", None)),
                        fields=("reporter",),
                        name="hiding_of_reporter_open_once",
                        violation_error_message="这位记者已经隐藏。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("show_reason", ""), ("shown_at", None), ("shown_by", None)),
                            models.Q(
                                ("shown_at__gte", models.F("hidden_at")),
                                ("shown_by__isnull", False),
                                models.Q(("show_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hiding_undone_whole",
                        violation_error_message="恢复要有时间、恢复人和原因。",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mergers",
                        to="people.entity",
                        verbose_name="保留的人物或单位",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mergers",
                        to="people.reporter",
                        verbose_name="保留的记者",
                    ),
                ),
                ("former", models.PositiveBigIntegerField(editable=False, verbose_name="原编号")),
                (
                    "former_name",
                    models.CharField(editable=False, max_length=200, verbose_name="原名称"),
                ),
                (
                    "into_name",
                    models.CharField(editable=False, max_length=200, verbose_name="并入"),
                ),
                ("reason", models.TextField(verbose_name="合并原因")),
                ("at", models.DateTimeField(editable=False, verbose_name="合并时间")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="合并人",
                    ),
                ),
            ],
            options={
                "verbose_name": "合并",
                "verbose_name_plural": "合并记录",
                "ordering": ["-at", "-pk"],
                "default_permissions": ["add", "view"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entity__isnull", True), ("reporter__isnull", False)),
                            models.Q(("entity__isnull", False), ("reporter__isnull", True)),
                            _connector="OR",
                        ),
                        name="merger_of_one_kind",
                        violation_error_message="请选择两位人物（单位）或两位记者。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="merger_has_a_reason",
                        violation_error_message="请写明合并的原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("entity__isnull", False)),
                        fields=("former",),
                        name="merger_of_entity_once",
                        violation_error_message="这个编号已经合并过。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reporter__isnull", False)),
                        fields=("former",),
                        name="merger_of_reporter_once",
                        violation_error_message="这个编号已经合并过。",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="DraftRoll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.CharField(
                        blank=True,
                        help_text="荣誉的名称；留空则只登记人物和单位，不登记荣誉。",
                        max_length=100,
                        verbose_name="荣誉",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national", "国家级"),
                            ("provincial", "省级"),
                            ("prefecture", "地市级"),
                            ("county", "县市级"),
                            ("township", "镇街级"),
                            ("enterprise", "企业级"),
                        ],
                        max_length=16,
                        verbose_name="级别",
                    ),
                ),
                (
                    "round_name",
                    models.CharField(blank=True, max_length=60, verbose_name="批次或届次"),
                ),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                (
                    "announced_precision",
                    models.CharField(
                        choices=[
                            ("day", "确切到日"),
                            ("month", "确切到月"),
                            ("quarter", "确切到季度"),
                            ("year", "确切到年"),
                        ],
                        default="day",
                        max_length=8,
                        verbose_name="日期精度",
                    ),
                ),
                ("text", models.TextField(verbose_name="名单")),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="采纳时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="采纳人",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to="people.round",
                        verbose_name="已确认为",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="确认时间"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
            ],
            options={
                "verbose_name": "待确认名单",
                "verbose_name_plural": "待确认名单",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("round_name", ""),
                            models.Q(("programme", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="draft_round_has_a_programme",
                        violation_error_message="写了批次，也要写荣誉的名称。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("round", None), ("confirmed_at__isnull", False), _connector="OR"
                        ),
                        name="draft_becomes_a_round_when_confirmed",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Honour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="honours",
                        to="people.round",
                        verbose_name="批次",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="honours",
                        to="people.entity",
                        verbose_name="获得者",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        help_text="如助人为乐、见义勇为、诚实守信、敬业奉献、孝老爱亲。",
                        max_length=40,
                        verbose_name="类别",
                    ),
                ),
                (
                    "citation",
                    models.CharField(
                        blank=True,
                        help_text="照报纸原文填写。",
                        max_length=300,
                        verbose_name="事迹",
                    ),
                ),
                (
                    "unit_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="名单上印的单位、住址或身份，如“后宅街道李祖村”；以后改名也不随之改变。",
                        max_length=100,
                        verbose_name="见报单位或身份",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="名单次序")),
            ],
            options={
                "verbose_name": "获奖记录",
                "verbose_name_plural": "获奖记录",
                "ordering": ["order", "pk"],
                "indexes": [
                    models.Index(fields=["round", "order", "id"], name="honour_roll_order")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "recipient"),
                        name="honour_once_per_round",
                        violation_error_message="此人或单位已在这一批名单中。",
                    )
                ],
            },
        ),
    ]
