"""The whole workflow as one would tell it to a newcomer: a list of what happened, and a function that reads it."""

from dataclasses import dataclass, field

OPEN, LABELLED, SKIPPED, IGNORED, REVIEW, REJECTED, DISPUTED = range(7)
RIGHT = 0.8  # how often anybody is taken to be right
SURE, DISPUTE = 0.95, 0.7


@dataclass
class Rules:
    """How many answers an item gets, at most how many while it is unsure, whether everything is reviewed."""

    labels: int = 1
    most: int = 1
    review: bool = False
    machines: bool = False


@dataclass
class Happened:
    uid: str
    kind: str
    item: int
    who: str
    session: str
    value: object = None
    counts: bool = True
    fixes: bool = False
    machine: bool = False
    park: bool = False
    about: str | None = None
    undone: bool = False


@dataclass
class Item:
    state: int = OPEN
    label: object = None
    decided: str | None = None
    votes: int = 0
    answers: dict = field(default_factory=dict)
    assigned: str | None = None
    wanted: int = 1
    gold: bool = False


def chance(ayes, noes):
    """How likely a class is that so many of two classes' voters named."""
    for_it, against = RIGHT**ayes * (1 - RIGHT) ** noes, RIGHT**noes * (1 - RIGHT) ** ayes
    return for_it / (for_it + against)


def item_of(events, rules, wanted=None):
    """What the item is to which ``events`` happened."""
    now = Item(wanted=wanted or rules.labels)
    most = max(now.wanted, rules.most)
    marks = {"fix": None, "overruled": False, "accepted": None, "sent_back": None, "was_back": False}
    skipped = ignored = False
    parked, given = set(), None
    for each in events:
        if each.undone:
            continue
        if each.kind == "label" and not each.counts:
            now.answers.setdefault(each.who, each)
        elif each.kind == "label":
            now.answers.pop(each.who, None)
            now.answers[each.who] = each
            if each.machine:
                continue
            skipped = ignored = False
            marks["sent_back"] = None
            marks["overruled"] = not each.fixes
            marks["fix"] = each if each.fixes else marks["fix"]
        elif each.kind == "skip":
            skipped |= each.counts
        elif each.kind in ("requeue", "reject"):
            now.answers, skipped, ignored = {}, False, False
            back = each if each.kind == "reject" else None
            marks = {"fix": None, "overruled": False, "accepted": None, "sent_back": back, "was_back": bool(back)}
        elif each.kind in ("correct", "adjudicate"):
            marks |= {"fix": each, "overruled": False, "sent_back": None}
            skipped = ignored = False
        elif each.kind == "accept":
            marks["accepted"] = each.value
        elif each.kind == "question" and each.park:
            parked.add(each.uid)
        elif each.kind == "resolve":
            parked.discard(each.about)
        elif each.kind == "ignore":
            ignored = True
        elif each.kind == "unignore":
            ignored = False
        elif each.kind == "gold":
            now.gold = each.value is not None
        elif each.kind == "assign":
            given = each.value
    _decide(now, rules, most, marks, skipped or bool(parked), ignored)
    if now.state == REJECTED:
        now.assigned = marks["sent_back"].value
    elif now.state == OPEN and given not in now.answers:
        now.assigned = given
    return now


def _decide(now, rules, most, marks, held_back, ignored):
    single = most == 1 or marks["was_back"]
    said = [each for each in now.answers.values() if not each.fixes and (each.counts or not single)]
    people = [each for each in said if rules.machines or not each.machine]
    now.votes = len(people)
    waits = SKIPPED if held_back else OPEN
    fix = marks["fix"]
    if now.gold:
        now.state, now.votes = LABELLED, 0
    elif ignored:
        now.state = IGNORED
    elif fix is not None and not (single and fix.kind == "label" and marks["overruled"]):
        names = {"correct": "correction", "adjudicate": "adjudication"}
        own = "correction" if said else "vote"
        now.state, now.label, now.decided = LABELLED, fix.value, names.get(fix.kind, own)
    elif marks["sent_back"] is not None:
        named = marks["sent_back"].value is not None and not held_back
        now.state, now.votes = (REJECTED if named else waits), 0
    elif not people:
        now.state = waits
    elif single:
        values = [each.value for each in people]
        now.label, now.decided, now.votes = values[_most_often(values)], "vote", 1
        _reviewed(now, rules, marks)
    else:
        _weigh(now, rules, most, marks, said, waits)


def _most_often(values):
    """The place of the newest of those given most often."""
    return max(range(len(values)), key=lambda k: (values.count(values[k]), k))


def _weigh(now, rules, most, marks, said, waits):
    values = [each.value for each in said]
    best = _most_often(values)
    sure = chance(values.count(values[best]), len(values) - values.count(values[best]))
    enough = now.votes >= now.wanted and (now.votes >= most or sure >= SURE)
    if not enough:
        now.state = waits
    elif len({tuple(each) for each in values}) > 1 and sure < DISPUTE:
        now.state = DISPUTED
    else:
        now.label, now.decided = values[best], "consensus" if len(values) > 1 else "vote"
        _reviewed(now, rules, marks)


def _reviewed(now, rules, marks):
    if marks["accepted"] == now.label:
        now.state, now.decided = LABELLED, "review"
    elif marks["accepted"] is not None or marks["was_back"] or rules.review:
        now.state = REVIEW
    else:
        now.state = LABELLED
