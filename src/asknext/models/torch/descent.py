"""Steps down the slope of a loss: AdamW whose rate rises and falls once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from asknext.pool.progress import Listener, Progress

__all__ = ["descend"]


def descend(
    torch: Any,
    network: Any,
    batches: Iterable[Any],
    loss: Callable[[Any], Any],
    *,
    steps: int,
    rate: float,
    decay: float = 0.01,
    progress: Listener | None = None,
    label: str = "training",
) -> float:
    """The last loss, after one step for each of ``steps`` batches.

    AdamW (Loshchilov & Hutter 2019) with a rate that rises to ``rate`` over the first fifth and falls to nothing
    (one cycle, Smith & Topin 2018); gradients are cut at length 5.
    """
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=decay)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=max(steps, 2), pct_start=0.2)
    network.train()
    value = 0.0
    for batch in Progress(progress).over(batches, label, steps):
        optimiser.zero_grad()
        found = loss(batch)
        found.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        cycle.step()
        value = float(found.detach())
    network.eval()
    return value
