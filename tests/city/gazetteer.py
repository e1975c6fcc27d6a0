"""The map and the bodies of 岚溪, an invented county-level city, read from the text file beside."""

from tests.city.lists import HERE, read

CITY, CITY_NAME, PAPER = "岚溪", "岚溪市", "岚溪日报"
UPPER = "澄州市"  # the invented prefecture above it
GAZETTEER = read(HERE / "gazetteer.txt")

# Each section of the paper with its slug; each column with what it carries and its sections.
SECTIONS = [(name, slug) for name, slug in map(str.split, GAZETTEER.lines["sections"])]
COLUMNS = [(name, kind, sections) for name, (kind, *sections) in GAZETTEER.rows("columns")]

# A group of bodies, the lists it is made of, and the kind of each.
GROUPS = (
    ("river", "rivers", "place"),
    ("reservoir", "reservoirs", "place"),
    ("wetland", "wetlands", "place"),
    ("road", "roads", "place"),
    ("park", "parks", "place"),
    ("venue", "venues", "venue"),
    ("market", "markets", "venue"),
    ("incubator", "incubators", "venue"),
    ("arena", "arenas", "venue"),
    ("museum", "museums", "venue"),
    ("library", "libraries", "venue"),
    ("school", "schools", "school"),
    ("hospital", "hospitals", "hospital"),
    ("factory", "factories", "company"),
    ("company", "factories firms", "company"),
    ("coop", "coops", "coop"),
    ("upper", "uppers", "office"),
)
