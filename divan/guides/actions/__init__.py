"""The verbs of guides."""

from divan.guides.actions.items import (
    add_checklist,
    add_ticket_item,
    remove_ticket_item,
    tick,
    untick,
)
from divan.guides.actions.lines import move_up, remove_line, save_answer, save_item, save_step
from divan.guides.actions.running import give_up_script, start_script, step_back, take_answer
from divan.guides.actions.templates import save_guide, set_guide_in_use

__all__ = [
    "add_checklist",
    "add_ticket_item",
    "give_up_script",
    "move_up",
    "remove_line",
    "remove_ticket_item",
    "save_answer",
    "save_guide",
    "save_item",
    "save_step",
    "set_guide_in_use",
    "start_script",
    "step_back",
    "take_answer",
    "tick",
    "untick",
]
