"""``python -m journeymap``: the command line."""

from journeymap.cli import main

main()
