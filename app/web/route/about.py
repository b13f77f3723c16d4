"""Pages that say what this is, what it rests on, and what it keeps."""

from flask import render_template

from app.presentation.view.edition import (
    list_changes,
    list_groups,
    list_removals,
    list_sources,
)
from app.web.area import PUBLIC, Area
from app.web.cookie import KEY, LINK
from app.web.route.system import read_version
from app.web.scene import today, translator, workspace

area = Area("about")


@area.get("/about", access=PUBLIC)
def show_about() -> str:
    """Say what this is, how it counts and who runs it."""
    return render_template("about.html", version=read_version())


@area.get("/data", access=PUBLIC)
def show_data() -> str:
    """Say what the data are, where they are from and under which licences."""
    reference = workspace().reference.current()
    return render_template(
        "data.html",
        reference=reference,
        sources=list_sources(reference, translator()),
        groups=list_groups(reference, translator(), on=today()),
        changes=list_changes(reference, translator()),
        removals=list_removals(reference),
        today=today(),
    )


@area.get("/privacy", access=PUBLIC)
def show_privacy() -> str:
    """Say what is kept, how long, and how to delete it."""
    return render_template("privacy.html", cookies={"key": KEY, "link": LINK})


@area.get("/accessibility", access=PUBLIC)
def show_accessibility() -> str:
    """Say how the site can be used, and what was checked."""
    return render_template("accessibility.html")
