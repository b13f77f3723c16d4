"""The rules that reading a file holds, before anything in it has a meaning."""

from app.definition.rule.registry import register

register(
    "yaml-syntax",
    why="A file that is not one YAML mapping cannot be read at all.",
    mend="Check indentation, quotes and colons near this place; a file holds one mapping of keys.",
)
register(
    "not-utf-8",
    why="Other encodings turn names and sentences into other letters.",
    mend="Save the file as UTF-8.",
    wrong="A file that an editor saved as Windows-1252, Latin-1 or UTF-16.",
    right="The same file saved as UTF-8, with or without a byte order mark.",
)
register(
    "too-large",
    why="A definition is written by people; what is larger is a mistake or an attack.",
    mend="Split the pillar into several, or shorten the text.",
    wrong="A file of 6 MB, or a text of 100 kB.",
    right="A file of at most 4 MB, in which no text is longer than 64 kB.",
)
register(
    "too-deep",
    why="Nesting without limit exhausts the reader.",
    mend="Nest less deeply.",
)
register(
    "too-many-nodes",
    why="Aliases can blow a short file up to one that fills the memory.",
    mend="Split the file, or write less into it.",
)
register(
    "too-many-aliases",
    why="Aliases can blow a short file up to one that fills the memory.",
    mend="Write the values out.",
)
register(
    "holds-itself",
    why="What stands inside itself has no end.",
    mend="Write the value out instead of the alias.",
)
register(
    "explicit-tag",
    why="Tags ask a reader to make something else of a text; every text stays a text here.",
    mend="Remove the tag.",
)
register(
    "duplicate-key",
    why="Of two equal keys one would silently be lost.",
    mend="Rename or remove one of the two.",
)
register(
    "empty-item",
    why="An item without a value is a slip of the pen.",
    mend="Write the item, or remove its dash.",
)
register(
    "control-character",
    why="Characters that cannot be seen end up in pages, sheets and reports.",
    mend="Remove the character.",
)
register(
    "too-many-findings",
    why="Past some hundreds of findings the list helps nobody.",
    mend="Mend these first, then check again.",
    wrong="A file with ten thousand keys that the format does not know.",
    right="A file whose faults a person can mend one by one.",
)
