from people.admin import accounts, confirmed, honours, named, roll

__all__ = ["accounts", "confirmed", "honours", "named", "roll"]
