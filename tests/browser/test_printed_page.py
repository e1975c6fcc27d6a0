"""The sample page in a browser: read by keys, drawn by an editor, clicked through by a reader."""

import pytest
from playwright.sync_api import expect

from articles.models import Page, PublishedArticle, Region
from tests import make
from tests.printed import picture

pytestmark = pytest.mark.django_db(transaction=True)

# Where the nine stories stand, as an editor sees them: left, top, right, bottom in percent.
PLACES = [
    *[(0, 5, 58, 40), (60, 5, 100, 22), (60, 24, 100, 40), (0, 42, 74, 76), (76, 42, 100, 58)],
    *[(76, 60, 100, 76), (0, 78, 48, 88), (0, 90, 48, 100), (50, 78, 100, 100)],
]


@pytest.fixture
def printed(sample):
    """The sample issue's page and its stories in reading order."""
    page = Page.objects.get()
    return page, list(PublishedArticle.objects.public().on_page(page))


@pytest.fixture
def desk(page, printed, log_in):
    """A page for an editor; the sample is there before them."""
    return log_in(page, make.editor(), address=None)


def give_image(page, printed_page):
    page.goto(f"/admin/articles/page/{printed_page.pk}/change/")
    image = {"name": "page.png", "mimeType": "image/png", "buffer": picture().getvalue()}
    page.set_input_files("#id_original", image)
    page.click("[name=_continue]")
    expect(page.locator(".messagelist").first).to_contain_text("已提交")
    make.confirmed()  # the paper is out: its image waits for a second person
    page.goto(f"/admin/articles/page/{printed_page.pk}/change/")
    page.get_by_role("link", name="画出各篇稿件的位置").click()
    page.wait_for_url("**/regions/")  # and for its script: what is pulled before is not drawn


def at(board, x, y):
    """A point of the drawing, in percent, as the mouse finds it."""
    box = board.bounding_box()
    return box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100


def pull(page, start, *ways):
    """Press at a point of the drawing, go along the others, and let go."""
    board = page.locator("[data-drawing]")
    page.mouse.move(*at(board, *start))
    page.mouse.down()
    for x, y in ways:
        page.mouse.move(*at(board, x, y), steps=4)
    page.mouse.up()


def focused(page):
    return page.evaluate("document.activeElement.href?.baseVal ?? document.activeElement.href")


def tab_through(page, addresses):
    """Go on by Tab until each address had the focus once; give the order in which they came."""
    came = []
    for _ in range(200):
        page.keyboard.press("Tab")
        address = (focused(page) or "").removeprefix(page.url.split("/issues")[0])
        if address in addresses and address not in came:
            came.append(address)
            outline = page.evaluate(
                "(e => { const p = getComputedStyle(e.querySelector('polygon') ?? e);"
                " return [getComputedStyle(e).outlineStyle, p.stroke] })(document.activeElement)"
            )
            assert outline[0] != "none" or outline[1] == "rgb(177, 37, 28)"
        if len(came) == len(addresses):
            break
    return came


def test_the_typeset_page_is_read_by_keys_in_printed_order(page, printed):
    printed_page, stories = printed
    addresses = [story.get_absolute_url() for story in stories]
    assert len(addresses) == 9

    page.goto(printed_page.get_absolute_url())
    assert tab_through(page, addresses) == addresses
    page.keyboard.press("Enter")
    expect(page.locator(".story-head h1")).to_contain_text("义乌好人")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_typeset_page_is_a_sheet_where_it_is_wide_and_a_list_on_a_phone(page, printed, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(printed[0].get_absolute_url())

    tops = page.eval_on_selector_all(".set", "all => all.map(e => e.getBoundingClientRect().top)")
    lefts = page.eval_on_selector_all(".set", "all => all.map(e => e.getBoundingClientRect().left)")
    is_list = width == 390

    assert len(tops) == 9
    assert (tops == sorted(tops) and len(set(lefts)) == 1) == is_list
    paragraphs = page.locator(".set-text > p")
    openings = 9 + 2  # and who signed the two photo briefs
    whole = paragraphs.count()
    assert whole > 30
    assert paragraphs.locator("visible=true").count() == (openings if is_list else whole)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.whole
def test_an_editor_draws_the_nine_stories_and_a_reader_goes_through_them(desk, printed):
    page = desk
    printed_page, stories = printed
    page.set_viewport_size({"width": 1280, "height": 1400})  # the page at once, as on a desk
    give_image(page, printed_page)
    for left, top, right, bottom in PLACES:
        pull(page, (left + 1, top + 1), (right - 2, bottom - 3), (right - 1, bottom - 1))

    orders = page.locator("[data-row] [name$=-ORDER]").evaluate_all("all => all.map(e => e.value)")
    assert orders == [str(n) for n in range(1, 10)]
    expect(page.locator("[data-findings]")).to_contain_text("不在任何区域里")
    expect(page.locator("[data-findings]")).not_to_contain_text("还没有区域")
    page.get_by_role("button", name="保存区域").click()
    expect(page.locator(".messagelist")).to_contain_text("区域已提交，等另一位同事确认")
    make.confirmed()
    regions = list(Region.objects.of_page(printed_page))
    assert [region.article_id for region in regions] == [story.pk for story in stories]
    for region, (left, top, right, bottom) in zip(regions, PLACES, strict=True):
        xs, ys = zip(*region.polygon, strict=True)
        near = pytest.approx((left, top, right, bottom), abs=2)
        assert (min(xs), min(ys), max(xs), max(ys)) == near

    addresses = [story.get_absolute_url() for story in stories]
    page.goto(printed_page.get_absolute_url())
    assert tab_through(page, addresses) == addresses
    for story in stories:
        page.goto(printed_page.get_absolute_url())
        page.locator(f"#region-{story.pk} polygon").click()
        expect(page).to_have_title(f"{story.title} · 城市日报")
        page.get_by_role("link", name="见报").click()
        expect(page.locator(".page-view")).to_be_visible()


@pytest.mark.whole
def test_a_region_and_its_story_light_up_together_and_lead_to_each_other(desk, printed):
    page = desk
    printed_page, (first, *_rest) = printed
    give_image(page, printed_page)
    make.region(page=printed_page, article=first.article, points="10,10 90,10 90,40 10,40")

    page.goto(printed_page.get_absolute_url())
    region, item = page.locator(f"#region-{first.pk}"), page.locator(f"#story-{first.pk}")
    region.focus()
    expect(item).to_have_class("is-lit")
    # By its address: where a title may break, browsers put a space into its name.
    item.locator(f'a[href="{first.get_absolute_url()}"]').first.hover()
    expect(region).to_have_class("is-lit")
    item.get_by_role("link", name="在版面上找到").click()
    assert (
        page.evaluate("document.activeElement.id || location.hash.slice(1)") == f"region-{first.pk}"
    )

    before = page.locator(".page-picture").bounding_box()["width"]
    page.get_by_role("button", name="放大版面").click()
    assert page.locator(".page-picture").bounding_box()["width"] == pytest.approx(
        1.5 * before, abs=2
    )
    assert page.locator(f"#region-{first.pk}").is_visible()
    page.get_by_role("button", name="缩小版面").click()
    assert page.locator(".page-picture").bounding_box()["width"] == pytest.approx(before, abs=2)


@pytest.mark.whole
def test_an_overlap_is_reported_while_drawing_and_a_stale_image_later(desk, printed):
    page = desk
    printed_page, _stories = printed
    page.set_viewport_size({"width": 1280, "height": 1400})
    give_image(page, printed_page)
    pull(page, (5, 5), (60, 50))
    pull(page, (40, 70), (90, 60), (90, 30))

    fault = page.locator(".region-fault")
    expect(fault).to_contain_text("重叠")
    expect(page.locator(".is-faulty")).to_have_count(2)
    page.get_by_role("button", name="保存区域").click()
    expect(page.locator(".errornote")).to_contain_text("区域没有保存")
    assert Region.objects.count() == 0

    pull(page, (80, 40), (95, 80))  # the second, out of the first one's way
    expect(fault).to_have_count(0)
    page.get_by_role("button", name="保存区域").click()
    expect(page.locator(".messagelist")).to_contain_text("区域已提交，等另一位同事确认")
    make.confirmed()
    give_image(page, printed_page)
    expect(page.locator(".errornote")).to_contain_text("版面图在画好区域之后换过")


def test_regions_are_drawn_moved_cut_and_deleted_with_snapping_and_keys(desk, printed):
    page = desk
    printed_page, _stories = printed
    page.set_viewport_size({"width": 1280, "height": 1400})
    give_image(page, printed_page)
    points = page.locator("[data-row] [name$=-points]")

    pull(page, (0.5, 0.4), (50, 30))
    first = points.nth(0).input_value()
    assert first.startswith("0,0 50")  # drawn to the sides of the page
    pull(page, (30, 50), (70, 70))
    pull(page, (55, 60), (75.4, 50))  # moved: its left side comes to lie on the first one's right
    second = points.nth(1).input_value().split(" ")
    assert second[0].split(",")[0] == first.split(" ")[1].split(",")[0]

    edge = page.locator(".is-chosen .region-edge-v").first
    box = edge.bounding_box()
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert len(points.nth(1).input_value().split(" ")) == 6

    polygon = page.locator("[data-drawing] g").first.locator("polygon")
    polygon.focus()
    page.keyboard.press("ArrowDown")
    assert points.nth(0).input_value().startswith("0,0.5 ")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")
    expect(page.locator("[data-drawing] g")).to_have_count(1)
    expect(page.locator("[data-row] [name$=-DELETE]").first).to_be_checked()
    points.nth(1).fill("10,10 20,10 20,20 10,20")  # typed, and drawn
    expect(page.locator("[data-drawing] polygon")).to_have_attribute(
        "points", "70,100 140,100 140,200 70,200"
    )


def test_the_front_page_is_arranged_on_a_phone(desk, printed):
    page = desk
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/admin/articles/pin/")

    story = page.locator(".pins .select2-container").first
    assert story.bounding_box()["width"] > 180
    story.click()
    page.keyboard.type(printed[1][2].title)
    page.locator(".select2-results__option", has_text=printed[1][2].title).click()
    page.get_by_label("置顶到").first.fill("2099-01-01 08:00")
    page.get_by_role("button", name="放上首页").click()

    expect(page.locator(".messagelist")).to_contain_text("首页已排好")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
