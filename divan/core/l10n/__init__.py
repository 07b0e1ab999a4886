"""Localisation as pure functions: dates, numbers, plurals, search keys, direction, mail texts.

Nothing here reads the active translation, the database or the clock: the language, the zone and the
moment are arguments, because they belong to the reader. Large libraries load at first use.
"""
