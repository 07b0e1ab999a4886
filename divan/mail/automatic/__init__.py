"""Machines that write to us or about our mail: what their reports prove, what we send to nobody any more, and caps."""
