"""What the head of a page says beside what the page shows."""

import json
from html.parser import HTMLParser

HERE = "http://testserver"


class Head(HTMLParser):
    """The data blocks, Open Graph properties and feeds of a page."""

    def __init__(self, html):
        super().__init__()
        self.things, self.properties, self.feeds, self.is_data = [], [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.is_data = attributes.get("type") == "application/ld+json"
        if "property" in attributes:
            self.properties.append((attributes["property"], attributes["content"]))
        if attributes.get("rel") == "alternate":
            self.feeds.append(attributes["href"])

    def handle_data(self, data):
        if self.is_data:
            document = json.loads(data)
            assert document["@context"] == "https://schema.org"
            self.things += document["@graph"]
            self.is_data = False


def head(client, page):
    return Head(client.get(page.get_absolute_url()).content.decode())


def way(*steps):
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": HERE + address}
            for n, (name, address) in enumerate(steps, start=1)
        ],
    }


def the_paper(name):
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{HERE}/#paper",
        "name": name,
        "url": f"{HERE}/",
        "logo": {"@type": "ImageObject", "url": f"{HERE}/static/newsroom/icon.svg"},
    }
