"""`python -m app.cli` is `eready`."""

from app.cli import main

main(prog_name="eready")
