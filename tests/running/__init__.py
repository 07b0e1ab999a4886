"""Runs the whole test suite in passes and adds the results up; `bin/test` calls it."""
