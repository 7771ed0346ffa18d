"""``asknext lab``: studies run, resumed, looked at; one file a command."""

from asknext.cli.lab.app import lab

__all__ = ["lab"]
