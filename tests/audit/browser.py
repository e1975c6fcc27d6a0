"""What a browser finds on a page: axe-core's rules, how it lays out, and what it loads."""

from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM, FLAGS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
LARGE = "localStorage.setItem('large-type', 'on')"
MOVES = """
window.moved = 0;
new PerformanceObserver(list => { for (const shift of list.getEntries()) moved += shift.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
TOO_WIDE = """() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"""
# How readers come to a page: each width, light, and what they chose.
# 320 px is a window of 1280 px at 400 %, as WCAG 2.2 measures reflow; 640 px is 200 %.
READERS = [
    {"width": 320, "scheme": "light"},
    {"width": 390, "scheme": "dark"},
    {"width": 640, "scheme": "light"},
    {"width": 820, "scheme": "light", "large": True},
    {"width": 1280, "scheme": "dark", "large": True},
    {"width": 1280, "scheme": "light"},
]
STAFF = [{"width": 1280, "scheme": "light"}, {"width": 1280, "scheme": "dark"}]
# What the Tab key has to come to, in the order of the page; of radio buttons it comes to one.
STOPS = """() => {
  const all = "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary";
  const seen = { visibilityProperty: true };
  window.stops = [...document.querySelectorAll(all)]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility(seen));
  return stops.length;
}"""
FOCUS = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  const over = document.elementFromPoint(x, y);
  const name = here.outerHTML.slice(0, 120);
  const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const isCovered = !over || !(here.contains(over) || over.contains(here));
  return [stops.indexOf(here), name, isMarked, isCovered];
}"""
WIDTHS = [390, 820, 1280]
LOOKS = {
    "light": {"scheme": "light"},
    "dark": {"scheme": "dark"},
    "large": {"scheme": "light", "large": True},
    "print": {"scheme": "light", "medium": "print"},
}
WEIGHT, REQUESTS = 30_000, 4  # bytes as sent, and requests, of a story without its photos


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def window(browser, root, *, width, scheme, large=False, medium="screen", session="", scripts=True):
    """A page of that width and scheme, and the list of what the browser complains of on it."""
    context = browser.new_context(
        base_url=root,
        java_script_enabled=scripts,
        viewport={"width": width, "height": 900},
        locale="zh-CN",
    )
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": root}])
    if large:
        context.add_init_script(LARGE)
    context.add_init_script(MOVES)
    page, complaints = context.new_page(), []
    page.emulate_media(media=medium, color_scheme=scheme, reduced_motion="reduce")
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else 0)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda r: (
            complaints.append(f"asks {r.url}") if not r.url.startswith((root, "data:")) else 0
        ),
    )
    yield page, complaints
    context.close()


def look(page, address, *, axe, complaints, lays_out):
    """What is wrong with a page as it stands in this window, in words. `lays_out` asks as well
    that it neither moves while it loads nor scrolls sideways; the stock admin does both.
    """
    complaints.clear()
    response = page.goto(address)
    if response.status >= 400:  # a refusal is meant to be one; the browser says so too
        complaints[:] = [said for said in complaints if "Failed to load resource" not in said]
    found = list(complaints)
    page.evaluate("() => document.fonts.ready.then(() => true)")  # icons are words until then
    page.evaluate(axe)  # from outside the page, whose policy lets no such script in
    for violation in page.evaluate(RUN, RULES)["violations"]:
        found += [f"{violation['id']}: {node['html'][:160]}" for node in violation["nodes"][:3]]
    if not lays_out:
        return found
    wider = page.evaluate(TOO_WIDE)
    moved = page.evaluate("window.moved")
    found += [f"scrolls sideways by {wider} px"] if wider > 0 else []
    found += [f"moves while it loads: {moved:.3f}"] if moved > 0 else []
    return found


def examine(browser, root, addresses, *, windows, axe, session=""):
    """Every page in every window. Yields the page, the window and what is wrong there."""
    for frame in windows:
        with window(browser, root, session=session, **frame) as (page, complaints):
            for name, address in addresses.items():
                here = {"complaints": complaints, "lays_out": not session}
                for problem in look(page, address, axe=axe, **here):
                    yield f"{name} {frame}: {problem}"


def walk(browser, root, addresses):
    """Every page by the Tab key alone, in a phone's width. Yields what it does not come to, or
    comes to out of order, or unmarked, or under something else.
    """
    with window(browser, root, width=390, scheme="light") as (page, _complaints):
        for name, address in addresses.items():
            page.goto(address)
            total, last, problems = page.evaluate(STOPS), -1, []
            for _ in range(total * 4 + 1):  # a date has several parts
                page.keyboard.press("Tab")
                place, element, is_marked, is_covered = page.evaluate(FOCUS)
                if element.startswith("<body") or place == 0 < last:  # past the end, or round again
                    break
                in_turn = place in {-1, last, last + 1}  # -1: what scrolls, which is a stop as well
                problems += [] if in_turn else [f"comes late to {element}"]
                problems += [f"does not mark {element}"] if not is_marked else []
                problems += [f"has something over {element}"] if is_covered else []
                last = max(last, place)
            problems += [f"comes to {last + 1} of {total}"] if last + 1 != total else []
            yield from (f"{name}: {problem}" for problem in problems)


def without_scripts(browser, root, addresses):
    """Every page with JavaScript off. Yields what is offered there and then does nothing."""
    with window(browser, root, width=390, scheme="light", scripts=False) as (page, _complaints):
        for name, address in addresses.items():
            page.goto(address)
            for idle in page.locator("button:not(form button):not([form]):visible").all():
                yield f"{name}: {idle.inner_text()} does nothing"
            links = page.locator('main a[href="#"]:visible, main a:not([href]):visible')
            yield from (f"{name}: {link.inner_text()} leads nowhere" for link in links.all())


def picture(browser, root, addresses, *, folder, session=""):
    """A picture of every whole page in every width and look, for people to look at."""
    for look_name, how in LOOKS.items():
        for width in WIDTHS:
            with window(browser, root, width=width, session=session, **how) as (page, _complaints):
                for name, address in addresses.items():
                    page.goto(address)
                    page.evaluate("() => document.fonts.ready.then(() => true)")
                    file = f"{name} {width} {look_name}.png".replace(":", " ")
                    page.screenshot(path=folder / file, full_page=True)


def weigh(browser, root, address):
    """The bytes and the number of requests that a first visit takes, photographs left out."""
    with window(browser, root, width=390, scheme="light") as (page, _complaints):
        sent = {}
        page.on(
            "requestfinished",
            lambda r: sent.update({r.url: r.sizes()}) if r.resource_type != "image" else 0,
        )
        page.goto(address, wait_until="networkidle")
        parts = ("responseBodySize", "responseHeadersSize")
        return sum(size[part] for size in sent.values() for part in parts), len(sent)
