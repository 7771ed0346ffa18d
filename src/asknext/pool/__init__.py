"""What there is to ask about, in memory."""

from asknext.pool.pool import Pool
from asknext.pool.resources import Resources
from asknext.pool.view import FloatArray, IntArray, PoolView

__all__ = ["FloatArray", "IntArray", "Pool", "PoolView", "Resources"]
