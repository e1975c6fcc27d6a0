from __future__ import annotations

from django import template

from people.staff import staff_name

register = template.Library()
register.filter(staff_name)
