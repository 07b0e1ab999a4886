"""The verbs of time."""

from divan.timekeeping.actions.entries import Spent, correct_time, log_time, remove_time
from divan.timekeeping.actions.rates import set_rates
from divan.timekeeping.actions.timers import discard_timer, pause_timer, start_timer, stop_timer

__all__ = [
    "Spent",
    "correct_time",
    "discard_timer",
    "log_time",
    "pause_timer",
    "remove_time",
    "set_rates",
    "start_timer",
    "stop_timer",
]
