from people.models.honours import Honour, Programme, Round, Tally
from people.models.named import Entity, EntityName, Reporter
from people.models.records import Hiding, Merger

__all__ = [
    "Entity",
    "EntityName",
    "Hiding",
    "Honour",
    "Merger",
    "Programme",
    "Reporter",
    "Round",
    "Tally",
]
