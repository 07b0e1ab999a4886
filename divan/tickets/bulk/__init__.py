"""The same verb for many tickets: what can be done, to which of them, and the worker that does it."""
