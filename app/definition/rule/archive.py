"""The rules for a toolkit that is brought in as a ZIP file, and for its place beside older ones."""

from app.definition.rule.registry import register

register(
    "zip-unreadable",
    why="A file that is damaged or says two things about itself could be read in two ways.",
    mend="Make the ZIP file anew: the plain kind, without password, with nothing added to it.",
    wrong="A download that broke off, a file with a password, or an archive of another kind.",
    right="A plain ZIP file as every operating system makes it of a folder.",
)
register(
    "zip-too-large",
    why="A few bytes can unpack to more than the disk holds.",
    mend="Pack the toolkit's own files alone; they are text, and small.",
    wrong="A ZIP file of 50 MB, or one of 40 kB that unpacks to 40 MB.",
    right="A ZIP file of at most 10 MB that unpacks to at most 16 MB.",
)
register(
    "zip-name",
    why="A name can lead out of the folder, or mean another file on another system.",
    mend="Give the file a plain name inside the toolkit's folder.",
    wrong="`../../etc/passwd`, `C:\\toolkit.yaml`, `aux.yaml`.",
    right="`pillars/policy.yaml`.",
)
register(
    "zip-duplicate",
    why="Of two files of one name, one would silently be lost.",
    mend="Remove one of the two, or rename it.",
    wrong="`pillars/policy.yaml` beside `pillars/Policy.yaml`.",
    right="Names that differ by more than capitals.",
)
register(
    "zip-stranger",
    why="A toolkit is text that people can read; nothing else comes in with it.",
    mend=(
        "Leave it out. A toolkit has toolkit.yaml, pillars/*.yaml, indices/*.yaml and *.csv, "
        "locale/*.po, golden/*.csv and *.md, CHANGELOG.md, LICENSE and README files."
    ),
    wrong="A link, a program, a picture, or a ZIP file inside the ZIP file.",
    right="The files of the format alone, at the top or in one folder.",
)
register(
    "zip-no-toolkit",
    why="Without its head nobody can say which toolkit it is.",
    mend="Pack one folder that holds toolkit.yaml, or its content.",
    wrong="Two toolkits in one ZIP file, or a toolkit three folders deep.",
    right="`kit/toolkit.yaml`, or `toolkit.yaml` at the top.",
)
register(
    "version-taken",
    why="A version never changes once it is here: answers, scores and reports name it.",
    mend="Raise the version in toolkit.yaml, and say in CHANGELOG.md what changed.",
    wrong="Version 1.2.0 with another weight than the 1.2.0 that was installed before.",
    right="Version 1.2.1, 1.3.0 or 2.0.0.",
)
