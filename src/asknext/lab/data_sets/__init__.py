"""Data sets of a study: from files, built in or generated, one source a file; `SOURCES` lists them by key."""

from asknext.lab.data_sets import built_in, clips, generated, labelled_file
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.data_sets.loading import load_data_set
from asknext.lab.data_sets.source import SOURCES, Read, Source, register_source

__all__ = [
    "SOURCES",
    "DataSet",
    "Read",
    "Source",
    "built_in",
    "clips",
    "generated",
    "labelled_file",
    "load_data_set",
    "register_source",
]
