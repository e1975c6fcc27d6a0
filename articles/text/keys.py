"""What may be the key of a row, in an address or a form."""

import re

KEY = re.compile("[0-9]{1,18}")  # a longer number is no key, and would overflow the database
