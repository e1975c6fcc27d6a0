"""The honours that stories announce, as papers write them; all names are made up."""

import pytest

from people.enums import EntityKind
from people.names import honours
from people.names.suggesting import suggest


def announced(text):
    """Each honour with its round, whom it went to, and the count that the text gives."""
    return [
        (one.programme, one.round, [name.name for name in one.recipients], one.stated)
        for one in suggest(text).announcements
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "浙江省文明办公布2023年11月“浙江好人”榜单，我市楼青禾、傅远山2人上榜。",
            [("浙江好人", "2023年11月", ["楼青禾", "傅远山"], "2人")],
        ),
        (
            "金之舟荣获“全国劳动模范”称号，朱若溪荣获“全国先进工作者”称号。",
            [
                ("全国劳动模范", "", ["金之舟"], ""),
                ("全国先进工作者", "", ["朱若溪"], ""),
            ],
        ),
        (
            (
                "浙江省商务厅日前公布第八批“浙江老字号”名单，我市青禾酒业有限公司、济和堂国药馆、"
                "老春记食品有限公司3家企业入选。"
            ),
            [
                (
                    "浙江老字号",
                    "第八批",
                    ["青禾酒业有限公司", "济和堂国药馆", "老春记食品有限公司"],
                    "3家",
                )
            ],
        ),
        (
            "工信部公示第五批专精特新“小巨人”企业名单，我市明远光电（浙江）有限公司等6家企业上榜。",
            [("专精特新“小巨人”企业", "第五批", ["明远光电（浙江）有限公司"], "6家")],
        ),
        (
            "全国妇联表彰一批全国三八红旗手。贾知夏获全国三八红旗手称号。",
            [("全国三八红旗手", "", ["贾知夏"], "")],
        ),
        (
            "文化和旅游部公布第五批国家级非物质文化遗产代表性项目名录，义乌红糖制作技艺入选。",
            [
                (
                    "国家级非物质文化遗产代表性项目名录",
                    "第五批",
                    ["义乌红糖制作技艺"],
                    "",
                )
            ],
        ),
    ],
)
def test_an_announcement_is_read_as_papers_write_it(text, found):
    assert announced(text) == found


def test_who_gives_an_honour_has_not_received_it():
    found = suggest("浙江省商务厅日前公布第八批“浙江老字号”名单，济和堂国药馆入选。")

    assert [name.name for name in found.others] == ["浙江省商务厅"]


def test_a_craft_is_a_project():
    text = "文化和旅游部公布第五批国家级非物质文化遗产代表性项目名录，义乌红糖制作技艺入选。"
    (announcement,) = suggest(text).announcements

    assert [name.kind for name in announcement.recipients] == [EntityKind.PROJECT]


@pytest.mark.parametrize(
    ("stated", "number"), [("", 0), ("6家", 6), ("三位", 3), ("十二名", 12), ("2人、3家", 5)]
)
def test_a_stated_count_is_a_number(stated, number):
    assert honours.number(stated) == number
