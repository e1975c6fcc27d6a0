"""Kinds of stories and lines that papers print, each as one small page of an invented paper."""

import re

from articles.interchange.pages import columns, reading
from articles.interchange.pages.columns import Piece
from articles.management.commands.import_page import _in_fields
from tests.articles.interchange.reading_right import lost

TEXT = """清晨六点，白石渡口已经有了等船的人，船老
大把缆绳一圈一圈解开，等着雾散。
渡口通船一百二十年，今年春天换上了电动
船，过一次江只要六分钟。
"""
BRIEF = "渡口本月起延长夜航，末班船改为晚上十点，\n票价不变。"


def read(text):
    found = reading.read_text(text.encode())
    assert not lost(text, found)
    return found


def heads(found):
    return [(story.column, story.kicker, story.headline, story.subhead) for story in found.stories]


def test_a_label_between_blank_lines_is_the_column_of_its_briefs():
    found = read(
        f"渡口迎来第一缕光\n本报记者 张三丰\n{TEXT}\n江边走笔\n\n"
        f"白石镇：夜航船开到晚上十点\n{BRIEF}（通讯员 李四光）\n"
        f"乌桥镇：渡口添了候船长廊\n{BRIEF}\n（记者 张三丰）\n"
    )
    assert heads(found) == [
        ("", "", "渡口迎来第一缕光", ""),
        ("江边走笔", "", "白石镇：夜航船开到晚上十点", ""),
        ("江边走笔", "", "乌桥镇：渡口添了候船长廊", ""),
    ]
    assert [story.byline for story in found.stories[1:]] == ["通讯员 李四光", "记者 张三丰"]


def test_a_headline_in_two_short_lines_is_one():
    found = read(f"守好一条船\n不忘“两岸情”\n记者 张三丰\n{TEXT}")
    assert heads(found) == [("", "", "守好一条船不忘“两岸情”", "")]


def test_lines_that_the_text_has_on_both_sides_of_a_comma_are_two():
    text = TEXT.replace("今年春天换上", "，").replace(
        "渡口通船一百二十年", "渡口通船百年，今年春天换船"
    )
    found = read(f"白石渡口通船百年\n今年春天换船迎客人来\n记者 张三丰\n{text}")
    assert found.stories[0].headline != "白石渡口通船百年今年春天换船迎客人来"


def test_of_two_lines_the_one_in_two_halves_is_the_headline():
    found = read(f"六分钟过江 百年渡口新\n白石渡换上电动船 两岸往来更方便\n记者 张三丰\n{TEXT}")
    assert heads(found) == [("", "六分钟过江 百年渡口新", "白石渡换上电动船 两岸往来更方便", "")]


def test_a_notice_keeps_its_list_and_ends_with_who_gives_it():
    found = read(
        "白石镇人民政府\n关于调整白石渡口夜间航班时间和停靠\n码头的通告\n"
        "经研究，决定调整白石渡口的夜间航班时间，现将\n有关事项通告如下：\n"
        "1.白石码头至乌桥码头，末班时间为每\n晚十点；\n2.乌桥码头至白石码头，末班时间为每\n晚十点半。\n"
        "联系人：张老师；联系电话：0000-7310000；\n地址：白石镇江边路三号。\n特此通告。\n"
        "白石镇人民政府\n2031年3月31日\n\n渡口迎来第一缕光\n本报记者 张三丰\n" + TEXT
    )
    notice, other = found.stories
    assert notice.headline == "白石镇人民政府关于调整白石渡口夜间航班时间和停靠码头的通告"
    assert [paragraph.text for paragraph in notice.body][-6:] == [
        "1.白石码头至乌桥码头，末班时间为每晚十点；",
        "2.乌桥码头至白石码头，末班时间为每晚十点半。",
        "联系人：张老师；联系电话：0000-7310000；地址：白石镇江边路三号。",
        "特此通告。",
        "白石镇人民政府",
        "2031年3月31日",
    ]
    assert other.headline == "渡口迎来第一缕光"


def test_a_poem_is_a_story_whose_lines_are_paragraphs():
    verses = [
        "缆绳松开了清晨",
        "船桨数着水纹",
        "一下",
        "又一下",
        "对岸的灯还没有睡醒",
        "我们已经到了",
    ]
    poem = "\n".join(verses[:4]) + "\n\n" + "\n".join(verses[4:])
    found = read(
        f"清晨的白石渡\n林夕\n\n{poem}\n\n江边夜话\n旧船\n容小满\n{TEXT}（作者系白石中学教师）\n"
    )
    assert [paragraph.text for paragraph in found.stories[0].body] == verses
    assert [(s.headline, s.byline) for s in found.stories] == [
        ("清晨的白石渡", "林夕"),
        ("旧船", "容小满"),
    ]
    assert found.stories[1].body[-1].text == "（作者系白石中学教师）"


def test_the_head_of_a_page_is_no_kicker():
    head = (
        "中共白石市委机关报\n白石日报\n白石日报社出版 国内统一刊号CN00-0000 今日8版\n03 副刊·江边"
    )
    found = read(f"{head}\n\n渡口迎来第一缕光\n本报记者 张三丰\n文/图\n{TEXT}")
    assert heads(found) == [("", "", "渡口迎来第一缕光", "")]
    assert found.stories[0].byline == "本报记者 张三丰 文/图"
    assert list(found.furniture) == head.split("\n")


def test_a_line_of_text_about_a_telephone_is_text():
    text = "　　船老大在电话里说：“江面上的雾散得快，\n不到八点就能开船，客人一个也没有走。”\n"
    found = read(f"渡口迎来第一缕光\n本报记者 张三丰\n{text}　　{BRIEF}\n{text}")
    assert not found.furniture
    assert found.stories[0].body[0].text.startswith("船老大在电话里说：“江面上")


def test_what_a_picture_shows_is_a_caption_and_no_byline():
    text = TEXT.replace("散。\n", "散。\n\n乘客在白石渡口排队登船 李四光 摄\n\n")
    found = read(f"渡口迎来第一缕光\n本报记者 张三丰\n{text}")
    assert found.stories[0].captions == ("乘客在白石渡口排队登船 李四光 摄",)
    assert found.stories[0].byline == "本报记者 张三丰"


def typeset(left, top, size, *texts, pitch=16.5):
    return [
        Piece(left, left + len(text) * size, top + at * pitch, size, "Serif", text)
        for at, text in enumerate(texts)
    ]


def column(left, top, words):
    first = [f"　　{words}的渡口迎来第一缕光，"[2:20]]
    lines = [f"{words}的船老大把缆绳一圈一圈解开等着雾散", f"{words}通船一百二十年了。"]
    return typeset(left + 21, top, 10.5, *first) + typeset(left, top + 16.5, 10.5, *lines * 3)


def test_names_of_columns_and_kickers_beside_each_other_go_with_the_headline_below():
    pieces = [
        *typeset(28, 40, 20, "白石渡口换上电动船"),
        *typeset(28, 62, 10.5, "全媒体记者 张三丰 李四光 通讯员 王小五 赵六一 钱七七"),
        *column(28, 85, "白石"),
        *column(260, 85, "乌桥"),
        *typeset(28, 260, 14, "两岸往来更方便"),
        *typeset(28, 290, 20, "夜航船开到晚上十点"),
        *column(28, 315, "江心"),
        *typeset(266, 258, 11, "江边走笔"),
        *typeset(260, 284, 16, "候船长廊"),
        *typeset(260, 304, 16, "昨天启用"),
        *column(260, 329, "长廊"),
    ]
    found = reading.of_lines(columns.lines_of(pieces))
    assert heads(found) == [
        ("", "", "白石渡口换上电动船", ""),
        ("", "两岸往来更方便", "夜航船开到晚上十点", ""),
        ("江边走笔", "", "候船长廊昨天启用", ""),
    ]
    assert found.stories[0].byline.startswith("全媒体记者 张三丰")


# With indents, and a third line in each paragraph.
LONG = """　　清晨六点，白石渡口已经有了等船的人，
船老大把缆绳一圈一圈解开，站在船头望着江心，
等着江面上的雾散。
　　渡口通船一百二十年，今年春天换上了电
动船，过一次江只要六分钟，两岸的人都说比从
前快多了。
"""
SHORT = """　　因检修码头，白石渡口本周六停航一天，
请来往乘客改走大桥，乘公交车的可以在桥头下
车。
"""


def test_a_credit_in_brackets_behind_a_dateline_is_the_byline_whatever_the_names():
    for printed, dateline, byline in [
        ("本报讯（记者 佟　羽 通讯员 \n蒙　亮）", "本报讯", "记者 佟 羽 通讯员 蒙 亮"),
        ("新华社乌桥5月4日电（记者乜小川、\n佟大为）", "新华社乌桥5月4日电", "记者乜小川、佟大为"),
        ("白石新闻讯（全媒体记者 都晓\n生）", "白石新闻讯", "全媒体记者 都晓生"),
    ]:
        story = read(f"渡口迎来第一缕光\n　　{printed}{TEXT}").stories[0]
        byline_read = " ".join(story.byline.split())
        assert (story.dateline, byline_read) == (dateline, byline)
        assert story.body[0].text.startswith("清晨六点")


def test_a_credit_at_the_end_signs_and_ends_a_story_also_over_two_lines():
    for credit in ["（本报记者 谌　昀 通讯员\n佟　羽）", "（本\n报记者 张三丰）", "（张三\n丰）"]:
        for between in ["", "\n"]:
            found = read(
                f"渡口迎来第一缕光\n{LONG.rstrip()}{between}{credit}\n\n夜航船加班\n{SHORT}"
            )
            first, second = found.stories
            assert first.byline.replace(" ", "") == re.sub(r"\s|[（）]", "", credit)
            assert first.body[-1].text.endswith("快多了。")
            assert (second.headline, second.byline) == ("夜航船加班", "")


def test_a_byline_with_spaced_names_stands_below_its_headline():
    found = read(f"渡口迎来第一缕光\n百年渡口换了电动船，来往更便利\n□ 见习记者 佟　羽\n{TEXT}")
    assert heads(found)[0][3] != "见习记者 佟 羽"
    assert found.stories[0].byline.endswith("见习记者 佟　羽")


def test_labels_in_brackets_with_a_mark_or_alone_are_columns():
    for label in ["【江边见闻】", "◆江边见闻", "◇ 江边见闻", "江边见闻"]:
        for gap in ["", "\n"]:
            page = f"{label}\n{gap}渡口迎来第一缕光\n记者 张三丰\n{TEXT}"
            assert heads(read(f"白石日报\n2031年4月1日 星期二\n\n{page}")) == [
                ("江边见闻", "", "渡口迎来第一缕光", "")
            ]


def test_whose_paper_it_is_and_the_day_with_a_page_are_no_kickers():
    head = "白石日报\n中共白石市委机关报 白石日报社出版\n2031年4月1日　星期二　　A06　要闻"
    found = read(f"{head}\n\n渡口迎来第一缕光\n记者 张三丰\n{TEXT}")
    assert heads(found) == [("", "", "渡口迎来第一缕光", "")]
    assert len(found.furniture) == 3


def test_a_photographer_below_a_caption_neither_signs_nor_ends_a_story():
    first, second = LONG.split("散。\n")
    for credit in ["（佟　羽 摄）", "\n（李四光 摄）", "\n李四光 摄"]:
        text = f"{first}散。\n\n4月1日，乘客在渡口登船。{credit}\n\n{second}"
        found = read(f"渡口迎来第一缕光\n记者 张三丰\n{text}")
        (story,) = found.stories
        assert story.byline == "记者 张三丰"
        assert len(story.captions) == 1
        assert len(story.body) == 2


def test_a_second_line_too_short_for_a_headline_goes_on_with_the_first():
    assert heads(read(f"清晨等船的人\n又来了\n记者 张三丰\n{TEXT}")) == [
        ("", "", "清晨等船的人又来了", "")
    ]


def test_dashes_lead_to_a_headline_and_follow_it():
    found = read(
        f"从摇橹到电动，白石渡走了整整百年——\n一条老渡船\n换上了“新心脏”\n"
        f"全市三处渡口年内换新\n两岸往来只要六分钟\n记者 张三丰\n{TEXT}"
    )
    assert heads(found) == [
        (
            "",
            "从摇橹到电动，白石渡走了整整百年——",
            "一条老渡船换上了“新心脏”",
            "全市三处渡口年内换新两岸往来只要六分钟",
        )
    ]
    found = read(f"老渡船，还开不开？\n——白石渡去留背后的一本账\n记者 张三丰\n{TEXT}")
    assert heads(found) == [("", "", "老渡船，还开不开？", "——白石渡去留背后的一本账")]


def test_a_word_over_a_line_with_a_comma_is_the_label_of_a_crosshead():
    indented = "　　" + TEXT.replace("散。\n", "散。\n　　")
    found = read(f"渡口迎来第一缕光\n记者 张三丰\n{indented}分歧\n船来了，桥也来了\n{indented}")
    crosshead = found.stories[0].body[2]
    assert (crosshead.kind, crosshead.label, crosshead.text) == ("h2", "分歧", "船来了，桥也来了")


def test_an_indent_after_a_sentence_begins_a_paragraph_though_most_lines_have_none():
    full = "清晨六点，白石渡口已经有了等船的人，\n船老大把缆绳一圈一圈解开，等雾散了。\n"
    for indent in ["　　", "\u2003\u2003"]:
        found = read(
            f"渡口迎来第一缕光\n记者 张三丰\n{full}{indent}{full}\n"
            f"夜航船加班\n记者 李四光\n{full * 4}"
        )
        assert len(found.stories[0].body) == 2


def test_an_unsigned_notice_below_a_story_is_a_story_of_its_own():
    found = read(f"渡口迎来第一缕光\n记者 张三丰\n{LONG * 3}\n渡口本周末停航一天\n{SHORT}")
    assert [story.headline for story in found.stories] == ["渡口迎来第一缕光", "渡口本周末停航一天"]


def test_adverts_guides_and_weather_are_of_the_page():
    for box in [
        "广告\n江边家电 春季焕新\n全场满三千减五百",
        "导读\n渡口添了候船长廊 A02\n夜航船加班 A04",
        "今天阴有小雨，东北风3到4级，15℃～21℃；明天多云。\n空气质量：良",
    ]:
        found = read(
            f"渡口迎来第一缕光\n记者 张三丰\n{LONG}\n{box}\n\n夜航船加班\n记者 李四光\n{LONG}"
        )
        assert [story.headline for story in found.stories] == ["渡口迎来第一缕光", "夜航船加班"]
        assert len(found.stories[0].body) == 2
        assert list(found.furniture) == box.split("\n")


def test_a_box_of_figures_is_text_and_no_headline():
    facts = "现有渡船：3条，平均船龄14.6年\n日均乘客：124人\n每年开支：46万元\n绕行：13公里"
    box = f"数说渡口\n{facts}"
    found = read(f"渡口迎来第一缕光\n{TEXT}\n{box}\n\n{TEXT.strip()}（记者 张三丰）\n")
    (story,) = found.stories
    assert story.headline == "渡口迎来第一缕光"
    assert "日均乘客：124人" in [paragraph.text for paragraph in story.body]


def test_words_of_the_text_printed_once_more_apart_are_no_story():
    text = TEXT.replace("散。\n", "散。\n“来回只要六分钟，比从前快多了。”船老大说。\n")
    quote = "“来回只要六分钟，比从前快多了。”"
    found = read(
        f"本报讯（记者 张三丰）{text}\n渡口迎来第一缕光\n\n{quote}\n\n"
        f"本报讯（记者 李四光）{BRIEF}\n夜航船加班\n"
    )
    assert quote in found.stories[0].captions
    assert [story.dateline for story in found.stories] == ["本报讯", "本报讯"]


def test_an_agency_of_the_dateline_is_not_printed_as_a_byline_too():
    found = read(f"渡口迎来第一缕光\n　　新华社乌桥5月4日电（记者 张三丰）{TEXT}")
    (story,) = _in_fields(found)["stories"]
    assert (story["dateline"], story["byline"]) == ("新华社乌桥5月4日电", "记者 张三丰")
