"""The house rules that no ready-made linter sees. `python -m checks` runs them all; `bin/check` calls it."""
