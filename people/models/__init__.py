from people.models.drafts import DraftRoll
from people.models.honours import Honour, Programme, Round, Tally
from people.models.named import Entity, EntityName, Reporter
from people.models.records import Hiding, Merger
from people.models.session import Session
from people.models.user import RecoveryCode, User

__all__ = [
    "DraftRoll",
    "Entity",
    "EntityName",
    "Hiding",
    "Honour",
    "Merger",
    "Programme",
    "RecoveryCode",
    "Reporter",
    "Round",
    "Session",
    "Tally",
    "User",
]
