"""The library in a browser: a newsroom's folder dropped on it, a focus clicked, a photo picked."""

import sys
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from articles.models import Article, Photo
from articles.stand import publishing
from tests import make, photo_folder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, log_in):
    return log_in(page, make.editor(), address=None)


FOLDERS = [
    (photo_folder.few, 30),
    pytest.param(photo_folder.files, 200, marks=pytest.mark.whole),
]


@pytest.mark.parametrize(("folder", "least"), FOLDERS)
def test_a_newsroom_s_folder_is_uploaded(desk, folder, least):
    files = folder()
    desk.goto("/admin/articles/photo/upload/")
    desk.fill("#id_caption", "")

    slowest = upload(desk, files)
    sys.stdout.write(f"{len(files)} files, the slowest answer after {slowest:.0f} ms\n")

    shown = desk.locator("[data-results] li")
    answers = [(row.split("\n")[0], row) for row in shown.all_inner_texts()]
    assert len(answers) == len(files) >= least
    classes = shown.evaluate_all("rows => rows.map(row => row.className)")
    wrong = [
        (file.name, answer)
        for file, (_name, answer), outcome in zip(files, answers, classes, strict=True)
        if outcome != ("refused" if file.refusal else "stored") or file.refusal not in answer
    ]
    assert wrong == []
    good = [file for file in files if not file.refusal]
    photos = list(Photo.objects.order_by("pk"))
    assert len(photos) == len(good)
    assert [p.pk for p in photos if p.recipe == 0 or not p.renditions] == []
    assert [
        (file.name, name, told(photo, name), value)
        for file, photo in zip(good, photos, strict=True)
        for name, value in file.says.items()
        if told(photo, name) != value
    ] == []
    for photo in photos:  # and no error comes later
        with photo.file.open() as file:
            assert file.read(2) == b"\xff\xd8"
    for number in range(1, (len(photos) - 1) // 50 + 2):
        desk.goto(f"/admin/articles/photo/?p={number}")
        assert desk.locator("#result_list tbody tr").count() > 0


def upload(page, files):
    """Choose the files, press the button, wait for the last answer; say what the slowest took."""
    took = []
    page.on("requestfinished", lambda request: took.append(request.timing["responseEnd"]))
    batch, size = [], 0
    for file in files:
        if size + len(file.content) > 40_000_000:  # a browser is handed 50 MB at once at the most
            send(page, batch)
            batch, size = [], 0
        batch.append({"name": file.name, "mimeType": "image/jpeg", "buffer": file.content})
        size += len(file.content)
    send(page, batch)
    return max(took)


def send(page, batch):
    answered = page.locator("[data-results] li:is(.stored, .refused)")
    before = answered.count()
    page.set_input_files("#id_files", batch)
    page.click(".submit-row [type=submit]")
    expect(answered).to_have_count(before + len(batch), timeout=300_000)


def told(photo, name):
    value = photo.credit if name == "credit" else getattr(photo, name)
    return value if isinstance(value, int) else str(value)


@pytest.mark.whole
def test_a_focus_is_set_by_a_click(desk):
    photo = make.library_photo(content=photo_folder.written(photo_folder.scene((900, 600), 1)))
    desk.goto(f"/admin/articles/photo/{photo.pk}/change/")
    image = desk.locator(".focal img")
    box = image.bounding_box()

    image.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})

    assert desk.input_value("#id_focal_x") == "25"
    assert desk.input_value("#id_focal_y") == "75"
    desk.click("[name=_continue]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (25, 75)
    square = next(r for r in photo.renditions if r["cut"] == "1x1")
    assert square["name"] not in {r["name"] for r in make.library_photo().renditions}


@pytest.mark.whole
def test_what_a_new_file_says_stands_beside_the_questions(desk):
    packet = photo_folder.XMP.format(caption="新图说", creator="", attributes="")
    content = photo_folder.written(
        photo_folder.scene((90, 60), 3), **photo_folder.xmp(packet, "JPEG")
    )
    photo = make.library_photo(caption="旧图说", content=photo_folder.small())
    desk.goto(f"/admin/articles/photo/{photo.pk}/change/")
    questions = desk.locator("[name^=replaced_]:visible")
    expect(questions).to_have_count(0)

    desk.set_input_files("#id_original", named("新.jpg", content=content))

    expect(questions).to_have_count(2)  # of the caption alone: no date or focus was said
    expect(desk.locator(".replaced-said:visible")).to_have_text("新文件里写的是：新图说")
    desk.check("[name=replaced_caption][value=renew]")
    desk.click("[name=_continue]")
    expect(desk.locator("#id_caption")).to_have_value("新图说")


@pytest.mark.whole
def test_a_photo_is_picked_from_the_library_into_a_story(desk):
    wanted = make.library_photo(caption="直播带货")
    make.library_photo(caption="别的图")
    article = make.article(headline="主题", created_by=None)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")

    desk.click("text=从图库选图")
    desk.fill(".picker input[type=search]", "直播")
    expect(desk.locator(".shelf li")).to_have_count(1)
    desk.click(".shelf button")
    desk.click(".picker >> text=完成")
    desk.click("[name=_continue] >> nth=0")

    desk.wait_for_selector(".messagelist .success")
    assert [use.photo for use in Article.objects.get().photo_uses.all()] == [wanted]


def named(*names, content=None):
    """Files for a browser to choose."""
    return [
        {"name": name, "mimeType": "image/jpeg", "buffer": content or photo_folder.small()}
        for name in names
    ]


DROP = """([selector, files, type]) => {
  const data = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  const given = type === "drop" ? { dataTransfer: data } : { clipboardData: data };
  const event = type === "drop" ? DragEvent : ClipboardEvent;
  document.querySelector(selector).dispatchEvent(
    new event(type, { bubbles: true, cancelable: true, ...given }));
}"""


def give(page, type, selector, *names):
    """Drop or paste pictures on an element."""
    files = [[name, b64encode(photo_folder.small()).decode()] for name in names]
    page.evaluate(DROP, [selector, files, type])


def test_five_pictures_are_uploaded_ordered_worded_and_placed_in_the_form(page, log_in):
    """Chosen, dropped and pasted, in a story that is not saved yet; refused once, then saved."""
    user = make.staff("记者", name="陈洋波")
    make.reporter(name="陈洋波", user=user)
    make.reporter(name="楼某")
    desk = log_in(page, user, address="/admin/articles/article/add/")
    rows = desk.locator(".picture-row:not(.empty-form)")
    heads = rows.locator(".picture-head")
    desk.locator(".field-body .ProseMirror").click()
    desk.keyboard.type("第一段。")
    desk.set_input_files(".picture-tools input[multiple]", named("1.jpg", "2.jpg", "3.jpg"))
    expect(rows).to_have_count(3)
    give(desk, "drop", "#id_headline", "4.jpg")
    expect(rows).to_have_count(4)
    give(desk, "paste", ".field-body .ProseMirror", "5.jpg")
    expect(rows).to_have_count(5)
    expect(heads.nth(4)).to_contain_text("在正文里")

    # Each says which it is and what it lacks; the first leads.
    values = "all => all.map(each => each.value)"
    assert rows.locator("[name$=-placement]").evaluate_all(values) == ["lead", *["inline"] * 4]
    expect(heads.nth(0)).to_contain_text("第 1 张在正文上面 · 缺替代文字")
    expect(heads.nth(1)).to_contain_text("还没有放进正文，会排在最后")
    for number in range(5):
        rows.nth(number).locator("[name$=-caption]").fill(f"图说{number + 1}")
    rows.nth(0).locator(".picture-offer").click()
    for number in range(1, 5):
        rows.nth(number).locator("[name$=-alt]").fill(f"画面{number + 1}")

    # By a button and by keys: 1 3 2 4 5, then 3 1 2 4 5; another leads, and only that one.
    rows.nth(2).get_by_role("button", name="上移").click()
    rows.nth(1).locator(".picture-grip").press("ArrowUp")
    captions = rows.locator("[name$=-caption]")
    rows.nth(0).locator("[name$=-placement]").select_option("lead")
    assert rows.locator("[name$=-placement]").evaluate_all(values) == ["lead", *["inline"] * 4]
    rows.nth(2).locator(".picture-place").click()
    expect(desk.locator(".ProseMirror figure")).to_have_count(2)
    expect(desk.locator(".ProseMirror figcaption").nth(1)).to_have_text("图说2")
    rows.nth(3).get_by_role("button", name="移除").click()

    # Whose a picture is, is stored as it is typed.
    credit = rows.nth(0).locator(".picture-credit input")
    expect(credit).to_have_value("图/陈洋波")
    credit.fill("楼某")
    credit.press("Enter")
    expect(rows.nth(0).locator(".picture-credit-note")).to_have_text("署名已存：图/楼某")

    desk.locator("[name=_continue]").first.click()  # there is no headline
    expect(desk.locator(".errornote")).to_be_visible()
    assert captions.evaluate_all(values) == ["图说3", "图说1", "图说2", "图说4", "图说5"]
    expect(rows.locator(".picture img")).to_have_count(5)
    desk.fill("#id_headline", "五张图")
    desk.locator("[name=_preview]").first.click()

    expect(desk.locator(".photo figcaption")).to_have_count(4)
    shown = [text[:3] for text in desk.locator(".photo figcaption").all_inner_texts()]
    assert shown == ["图说3", "图说5", "图说2", "图说1"]
    uses = list(Article.objects.get().photo_uses.select_related("photo"))
    assert [(use.photo.file_name, use.placement, use.alt) for use in uses] == [
        ("3.jpg", "lead", "画面3"),
        ("1.jpg", "inline", "图说1"),
        ("2.jpg", "inline", "画面2"),
        ("5.jpg", "inline", "画面5"),
    ]
    assert Photo.objects.count() == 5


@pytest.mark.whole
def test_a_save_waits_for_an_upload_and_for_what_failed_to_be_looked_at(browser_of, log_in):
    desk = log_in(browser_of().new_page(), make.editor(), address=None)
    article = make.article(headline="主题")
    twin = make.library_photo(content=photo_folder.small(9))
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.route("**/photo/upload/", lambda route: route.abort(), times=1)
    row = desk.locator(".picture-row:not(.empty-form)")

    desk.set_input_files(
        ".picture-tools input[multiple]", named("a.jpg", content=photo_folder.small(9))
    )
    desk.locator("[name=_continue]").first.click()
    failed = desk.locator(".picture-uploads li")
    expect(failed).to_contain_text("a.jpg：连不上服务器，没有传上去。")
    expect(desk.locator(".picture-status")).to_contain_text("没有保存")
    failed.get_by_text("再传一次").click()
    expect(row).to_have_count(1)
    desk.locator("[name=_continue]").first.click()

    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert [use.photo for use in article.photo_uses.all()] == [twin]


@pytest.fixture
def phone(chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, device_scale_factor=2
    )
    yield context.new_page()
    context.close()


def test_a_phone_loads_a_light_picture_and_nothing_moves(phone):
    photo = make.library_photo(
        caption="",
        content=photo_folder.written(photo_folder.scene((1600, 1067), 2), quality=92),
    )
    article = make.article(body="<p>正文。</p>" * 9)
    make.photo_use(article=article, photo=photo)
    story = publishing.publish(article, by=None)
    loaded = {}
    phone.on("response", lambda r: loaded.update({r.url: len(r.body())}) if "media" in r.url else 0)
    phone.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries()"
        ".forEach(entry => { window.shift += entry.value; }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )

    phone.goto(story.get_absolute_url(), wait_until="networkidle")

    image = phone.locator(".photo img")
    shown = image.evaluate("i => [i.currentSrc, i.clientWidth, i.naturalWidth, i.loading]")
    assert ("/whole-800-" in shown[0], shown[0].rpartition(".")[2]) == (True, "avif")
    assert shown[1] == 358  # the screen less its margins, as `sizes` says
    assert shown[3] != "lazy"
    assert [*loaded] == [shown[0]]
    assert loaded[shown[0]] <= 60_000
    assert (image.get_attribute("width"), image.get_attribute("height")) == ("1600", "1067")
    assert phone.evaluate("window.shift") == 0
    phone.emulate_media(media="print")
    expect(phone.locator(".photo .credit")).to_be_visible()


@pytest.mark.whole
def test_a_wide_screen_is_told_the_width_of_the_column(page):
    article = make.article(body="<p>正文。</p>")
    make.photo_use(
        article=article, photo=make.library_photo(content=make.picture(size=(1700, 1100)))
    )

    page.goto(publishing.publish(article, by=None).get_absolute_url(), wait_until="networkidle")

    width, source = page.locator(".photo img").evaluate("i => [i.clientWidth, i.currentSrc]")
    assert 640 <= width <= 43 * 16
    assert "/whole-800-" in source
