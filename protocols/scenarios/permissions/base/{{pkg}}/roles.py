"""Roles: a role has actions of its own and those of the role that it includes."""

from {{ pkg }}.files import read_json


class Roles:
    def __init__(self, path):
        data = read_json(path)
        self.actions = data["actions"]
        self._roles = data["roles"]

    def __contains__(self, role):
        return role in self._roles

    def actions_of(self, role):
        """A role's actions, as a set."""
        entry = self._roles[role]
        included = entry.get("includes")
        return set(entry["may"]) | (self.actions_of(included) if included else set())
