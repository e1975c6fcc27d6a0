"""Text files of lists: `== name`, then its lines; `key: value` lines before the first list."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Lists:
    """A file that has been read."""

    head: dict[str, str]
    lines: dict[str, list[str]]

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, all its lines together."""
        return tuple(word for line in self.lines[name] for word in line.split())

    def rows(self, name: str) -> list[tuple[str, list[str]]]:
        """`a: b c` lines as a and (b, c)."""
        parted = [line.partition(":") for line in self.lines[name]]
        return [(first, rest.split()) for first, _, rest in parted]


def read(path: Path) -> Lists:
    """The lists of a file. Empty lines and lines that begin with `#` are left out."""
    found = Lists({}, {})
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("=="):
            name = line[2:].strip()
            found.lines.setdefault(name, [])
        elif name:
            found.lines[name].append(line)
        else:
            key, _, value = line.partition(":")
            found.head[key] = value.strip()
    return found
