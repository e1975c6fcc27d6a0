from people.admin import accounts, honours, named, roll

__all__ = ["accounts", "honours", "named", "roll"]
