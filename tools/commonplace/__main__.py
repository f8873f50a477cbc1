"""``python -m commonplace``: the commands, where the folder of scripts is not on the path."""

from commonplace.cli import main

if __name__ == "__main__":
    main()
