"""How much of a page was read right, and whether a character of it is missing."""

from collections import Counter

from articles.text.radicals import ordinary
from tests.articles.interchange.typeset import FIELDS


def characters(found):
    """Every character of a reading that is no white space, and how often it stands there."""
    if isinstance(found, str):
        return Counter("".join(found.split()))
    if isinstance(found, dict):
        left_out = {"confidence", "kind", "source", "column"}  # a label stands once for several
        found = [value for name, value in found.items() if name not in left_out]
    return sum((characters(each) for each in found), Counter())


def lost(text, found):
    columns = "".join({story.column for story in found.stories})
    sources = "".join(story.source for story in found.stories)
    held = characters(found.as_data()) + characters(columns) + characters(sources)
    return characters(ordinary(text)) - held


def right(found, truths):
    """For each true story whether each field is right in the story with most of its text."""
    rows = []
    for truth in truths:
        texts = {text for _kind, _label, text in truth.body}
        story = max(
            found.stories,
            key=lambda story: sum(len(p.text) for p in story.body if p.text in texts),
            default=None,
        )
        said = {name: getattr(story, name, None) for name in FIELDS}
        if story:
            said["body"] = tuple((p.kind, p.label, p.text) for p in story.body)
        rows.append([said[name] == getattr(truth, name) for name in FIELDS])
    return rows
