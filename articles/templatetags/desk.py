from __future__ import annotations

from django import template

from people.names.staff import staff_name

register = template.Library()
register.filter(staff_name)
