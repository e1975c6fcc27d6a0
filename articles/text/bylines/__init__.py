"""Printed bylines and structured credits, each made from the other."""

from articles.text.bylines.printing import HOUSE_MARKER, PRINTED, Credit, Reading, write
from articles.text.bylines.reading import Readings, read

__all__ = ["HOUSE_MARKER", "PRINTED", "Credit", "Reading", "Readings", "read", "write"]
