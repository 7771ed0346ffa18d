"""Whether an answer on a gold item is right."""

from __future__ import annotations

from asknext.project.config import Config
from asknext.store.label_value import annotations_in, classes_in, decoded_value

__all__ = ["right_on_gold"]


def right_on_gold(value: str, gold: str, config: Config) -> bool:
    """Whether a stored answer names the classes of the gold answer; of annotations, whether it agrees with it far
    enough (``gold: agreement``) by the measure of the task: overlap, the same spans, numbers within their step.
    """
    if annotations_in(decoded_value(gold)) is not None:
        from asknext.labelling.annotated_agreement import agreement

        return agreement(value, gold, config.annotate.step) >= config.gold.agreement
    return set(classes_in(decoded_value(value))) == set(classes_in(decoded_value(gold)))
