"""The command line: one file a command, each thin: parse, call, print."""

from asknext.cli.main import main

__all__ = ["main"]
