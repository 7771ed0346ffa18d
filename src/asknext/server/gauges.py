"""`show_places`: what goes on in the projects that are open, as numbers for a monitoring system."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from asknext import __version__
from asknext.server.exposition import Exposition
from asknext.server.place import Place
from asknext.store.jobs import count_jobs
from asknext.store.tally import Tally
from asknext.store.webhooks import count_deliveries

__all__ = ["show_places", "show_process"]

Labels = tuple[tuple[str, str], ...]
STARTED = time.time()
STATES = ("open", "labelled", "skipped", "ignored", "review", "rejected", "disputed", "started")
TRAINER_STATES = ("idle", "training", "failed", "off")


def show_places(exposition: Exposition, places: Iterable[Place]) -> None:
    """Items, leases, the writer, training, webhooks and jobs of each open project; reads their databases."""
    known = {place.name: place for place in places}
    queues = {name: place.board.queue() for name, place in known.items()}
    items = {_in(name, state=state): float(queue[state]) for name, queue in queues.items() for state in STATES}
    exposition.gauge("asknext_items", "Items by state; started ones are open and wait for a further answer.", items)
    leases = {
        _in(name, state=state): float(queue[key])
        for name, queue in queues.items()
        for state, key in (("held", "leased"), ("overdue", "stale"))
    }
    exposition.gauge("asknext_leases", "Items in somebody's hands, and those whose time is over.", leases)
    asked = {_in(name): float(queue["questions"]) for name, queue in queues.items()}
    exposition.gauge("asknext_open_questions", "Questions of annotators that nobody has resolved.", asked)
    _show_writers(exposition, known)
    _show_training(exposition, known)
    _show_counts(exposition, known, "asknext_webhook_deliveries", "Events to webhooks by status.", _deliveries)
    _show_counts(exposition, known, "asknext_jobs", "Bulk operations and other long work by status.", count_jobs)


def show_process(exposition: Exposition) -> None:
    """The process itself, under the names that monitoring systems know."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    exposition.gauge("asknext_build_info", "The version that runs.", {(("version", __version__),): 1.0})
    cpu: dict[Labels, float] = {(): usage.ru_utime + usage.ru_stime}
    exposition.counter("process_cpu_seconds_total", "Processor time of the server, without its trainers.", cpu)
    exposition.gauge("process_resident_memory_bytes", "Memory of the server, without its trainers.", {(): _memory()})
    exposition.gauge("process_start_time_seconds", "When it started, in seconds since 1970.", {(): STARTED})


def _show_writers(exposition: Exposition, known: Mapping[str, Place]) -> None:
    writers = {_in(name): place.desk.writer for name, place in known.items()}
    sizes: dict[Labels, Tally] = {labels: each.sizes for labels, each in writers.items()}
    exposition.histogram("asknext_writer_group_size", "Writes that were committed together.", sizes)
    seconds: dict[Labels, Tally] = {labels: each.seconds for labels, each in writers.items()}
    exposition.histogram("asknext_writer_commit_seconds", "Time of such a commit, until it is durable.", seconds)
    waiting = {labels: float(each.waiting) for labels, each in writers.items()}
    exposition.gauge("asknext_writer_waiting", "Writes that wait for their turn.", waiting)


def _show_training(exposition: Exposition, known: Mapping[str, Place]) -> None:
    training = {name: place.training for name, place in known.items()}
    rounds = {_in(name): float(each.rounds) for name, each in training.items()}
    exposition.counter("asknext_rounds_total", "Training rounds since the start.", rounds)
    last = {_in(name): each.last_round_seconds for name, each in training.items() if each.last_round_seconds}
    exposition.gauge("asknext_last_round_seconds", "How long the last training round took.", dict(last))
    states = {
        _in(name, state=state): float(each.state == state)
        for name, each in training.items()
        for state in TRAINER_STATES
    }
    exposition.gauge("asknext_trainer_state", "1 for the state the trainer is in.", states)


def _show_counts(
    exposition: Exposition,
    known: Mapping[str, Place],
    name: str,
    meaning: str,
    count: Callable[[Any], Mapping[str, int]],
) -> None:
    values: dict[Labels, float] = {}
    for project, place in known.items():
        with place.project.database.read() as conn:
            values.update({_in(project, status=status): float(n) for status, n in count(conn).items()})
    exposition.gauge(name, meaning, values)


def _deliveries(conn: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for counts in count_deliveries(conn).values():
        for status, n in counts.items():
            found[status] = found.get(status, 0) + n
    return found


def _in(project: str, **more: str) -> Labels:
    return (("project", project), *more.items())


def _memory() -> float:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return float(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # no such thing on this system
        return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
