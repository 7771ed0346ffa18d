"""The tables of a run store, in SQL that a person can read; see docs/reference/run_store.md."""

from __future__ import annotations

__all__ = ["FORMAT", "LATER", "PREDICTIONS", "RUNS", "VERSION"]

FORMAT, VERSION = "asknext-lab", "1"

RUNS: dict[str, str] = {
    "about": "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "studies": (
        "CREATE TABLE studies (number INTEGER PRIMARY KEY, started TEXT NOT NULL, mapping TEXT NOT NULL, "
        "paths_from TEXT NOT NULL, versions INTEGER NOT NULL)"
    ),
    "versions": "CREATE TABLE versions (number INTEGER PRIMARY KEY, packages TEXT NOT NULL UNIQUE)",
    "cells": (
        "CREATE TABLE cells (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, current INTEGER NOT NULL, "
        "status TEXT NOT NULL, data_set TEXT NOT NULL, target TEXT, model TEXT NOT NULL, strategy TEXT NOT NULL, "
        "schedule TEXT NOT NULL, oracle TEXT NOT NULL, seed INTEGER NOT NULL, peak_memory_mb REAL, "
        "fingerprint TEXT NOT NULL, task TEXT NOT NULL, classes TEXT NOT NULL, pool_rows TEXT NOT NULL, "
        "test_rows TEXT, truth TEXT NOT NULL, spec TEXT NOT NULL)"
    ),
    "batches": (
        "CREATE TABLE batches (cell INTEGER NOT NULL, round INTEGER NOT NULL, rows TEXT NOT NULL, scores TEXT, "
        "note TEXT, select_seconds REAL NOT NULL, PRIMARY KEY (cell, round)) WITHOUT ROWID"
    ),
    "answers": (
        "CREATE TABLE answers (cell INTEGER NOT NULL, round INTEGER NOT NULL, answers TEXT NOT NULL, "
        "answered_by TEXT, votes TEXT, set_aside TEXT, cost REAL NOT NULL, seconds REAL NOT NULL, "
        "PRIMARY KEY (cell, round)) WITHOUT ROWID"
    ),
    "rounds": (
        "CREATE TABLE rounds (cell INTEGER NOT NULL, round INTEGER NOT NULL, labels INTEGER NOT NULL, "
        "missing_classes TEXT, fit_seconds REAL NOT NULL, predict_seconds REAL NOT NULL, versions INTEGER NOT NULL, "
        "finished TEXT NOT NULL, PRIMARY KEY (cell, round)) WITHOUT ROWID"
    ),
    "metric_names": "CREATE TABLE metric_names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "metrics": (
        "CREATE TABLE metrics (metric INTEGER NOT NULL, cell INTEGER NOT NULL, round INTEGER NOT NULL, value REAL, "
        "PRIMARY KEY (metric, cell, round)) WITHOUT ROWID"
    ),
    "failures": (
        "CREATE TABLE failures (number INTEGER PRIMARY KEY, cell INTEGER NOT NULL, round INTEGER NOT NULL, "
        "at TEXT NOT NULL, error TEXT NOT NULL, traceback TEXT NOT NULL)"
    ),
}

PREDICTIONS: dict[str, str] = {
    "about": "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "arrays": (
        "CREATE TABLE arrays (hash TEXT PRIMARY KEY, dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL)"
    ),
    "predictions": (
        "CREATE TABLE predictions (number INTEGER PRIMARY KEY, cell TEXT NOT NULL, round INTEGER NOT NULL, "
        "part TEXT NOT NULL, dtype TEXT NOT NULL, shape TEXT NOT NULL, bytes INTEGER NOT NULL, data BLOB NOT NULL, "
        "UNIQUE (cell, round, part))"
    ),
    # What the parts take is asked often, and not worth reading all of them.
    "sizes": "CREATE INDEX sizes ON predictions (part, bytes)",
}

# Made where they are absent when a store is next written, so that it is read as quickly; a store without them is fine.
LATER: dict[str, str] = {
    "choosing": "CREATE INDEX choosing ON batches (cell, select_seconds)",
}
