"""The nine stories of the sample page: as transcribed, and as the site shows them."""

import json
from html.parser import HTMLParser
from pathlib import Path

from articles.models import PublishedArticle

SAMPLE = Path(__file__).parent / "sample"
PAGE_LINES = (SAMPLE / "page_text.txt").read_text(encoding="utf-8").splitlines()
STORIES = json.loads((SAMPLE / "sample_issue.json").read_text(encoding="utf-8"))["stories"]
PARTS = ["column", "kicker", "headline", "subhead", "byline", "body"]


def solid(text):
    """Text without any white space: how a page sets it is not what it says."""
    return "".join(text.split())


def printed(story):
    """What the transcription says a story's parts are, in one line each."""
    blocks = [b.get("label", "") + b["text"] for b in story["body"]]
    captions = [photo["caption"] for photo in story["photos"]]
    return {
        "column": solid(f"■{story['column']}") if story["column"] else "",
        "kicker": solid(story["kicker"]),
        "headline": solid(story["headline"]),
        "subhead": solid(story["subhead"]),
        "byline": solid(story["byline_raw"]),
        "body": solid("".join([*captions, story["dateline"], *blocks])),
    }


for story in STORIES:
    story["printed"] = printed(story)


class PartReader(HTMLParser):
    """The text of each element marked with data-part, credits and picture labels left out."""

    VOID = {"meta", "link", "img", "br", "rect", "circle", "path", "input", "hr", "wbr"}
    NOT_PRINTED = {"credit", "source-type"}

    def __init__(self):
        super().__init__()
        self.stack = []
        self.parts = dict.fromkeys(PARTS, "")

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            attributes = dict(attrs)
            silent = attributes.get("class") in self.NOT_PRINTED
            self.stack.append((attributes.get("data-part"), silent))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.stack.pop()

    def handle_data(self, data):
        parts = [part for part, _ in self.stack if part]
        if parts and not any(silent for _, silent in self.stack):
            self.parts[parts[-1]] += solid(data)


def shown_stories(client):
    """The parts of each story as its public page shows them, in printed order."""
    shown = []
    for story in PublishedArticle.objects.public().order_by("page_order"):
        reader = PartReader()
        reader.feed(client.get(story.get_absolute_url()).content.decode())
        shown.append(reader.parts)
    return shown
