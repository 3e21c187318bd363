"""``python -m epicrisis`` does what ``epicrisis`` does."""

from epicrisis.cli.main import main

if __name__ == "__main__":
    main()
