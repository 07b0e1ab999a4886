"""Functions of PostgreSQL that ask its index, window by window: planned once for each connection, one call each.

GIN cannot read from the newest match on. So each document also carries the number of its "bucket" as a word, in
several sizes, and a search asks for the newest documents first: the index then skips through the long lists of
common words instead of reading them. How many matches a window held says how far the next one has to reach, so
that not many more rows are read than are asked for, whether a word is common or rare.
"""

from __future__ import annotations

from collections.abc import Iterator

_SIZES = {"¤b": 10, "¤c": 13, "¤d": 16}
"""Word and size (as a power of two) of the buckets, as `search_window` asks for them. No facet begins so."""

# The buckets that cover a window, at most seventeen of one size; NULL for what is too wide for that.
_WINDOW = """
CREATE OR REPLACE FUNCTION search_window(bottom bigint, top bigint) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    bits integer := CASE WHEN top - bottom < 1 << 14 THEN 10 WHEN top - bottom < 1 << 17 THEN 13 ELSE 16 END;
    word text := CASE bits WHEN 10 THEN '¤b' WHEN 13 THEN '¤c' ELSE '¤d' END;
BEGIN
    IF top - bottom >= 1 << 20 THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT string_agg(word || number, '|')
        FROM generate_series(bottom >> bits, top >> bits) AS number
    )::tsquery;
END $$
"""

# The newest matches. The index is asked with two conditions, not with one that joins them: only between conditions
# does it skip forward. And it is asked for the hits first, then for their order: asked for both at once, the
# planner takes the wrong index.
_NEWEST = """
CREATE OR REPLACE FUNCTION search_newest(wanted tsquery, low bigint, high bigint, most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
    found bigint[] := '{}';
    top bigint := high;
    bottom bigint;
    reach bigint := 2048;
    near tsquery;
BEGIN
    WHILE top >= low AND cardinality(found) < most LOOP
        bottom := greatest(top - reach + 1, low);
        near := search_window(bottom, top);
        IF near IS NULL THEN
            RETURN found || ARRAY(
                WITH hits AS MATERIALIZED (SELECT id FROM search_indexeddocument WHERE forms @@ wanted)
                SELECT id FROM hits WHERE id BETWEEN low AND top ORDER BY id DESC LIMIT most - cardinality(found)
            );
        END IF;
        found := found || ARRAY(
            WITH hits AS MATERIALIZED (
                SELECT id FROM search_indexeddocument WHERE forms @@ wanted AND forms @@ near
            )
            SELECT id FROM hits WHERE id BETWEEN bottom AND top ORDER BY id DESC LIMIT most - cardinality(found)
        );
        top := bottom - 1;
        reach := least(
            16 * reach,
            256 + 1.25 * (most - cardinality(found)) * (high - top) / greatest(cardinality(found), 1)
        );
    END LOOP;
    RETURN found;
END $$
"""

# The newest matches of the first, widest tier, then for each other tier those of them that it finds. A few are
# looked at one by one; asking the index again would cost more. Words that are not common have no need of buckets.
_RANKED = """
CREATE OR REPLACE FUNCTION search_ranked(tiers tsquery[], low bigint, high bigint, most integer)
RETURNS SETOF bigint[] LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    found bigint[] := search_newest(tiers[1], low, high, most);
    newest bigint := found[1];
    oldest bigint := found[cardinality(found)];
    near tsquery;
    tier tsquery;
BEGIN
    RETURN NEXT found;
    IF cardinality(found) = most AND newest - oldest < 1 << 17 THEN
        near := search_window(oldest, newest);
    END IF;
    FOREACH tier IN ARRAY tiers[2:] LOOP
        IF cardinality(found) <= 40 THEN
            RETURN NEXT ARRAY(
                WITH few AS MATERIALIZED (SELECT id, forms FROM search_indexeddocument WHERE id = ANY(found))
                SELECT id FROM few WHERE forms @@ tier
            );
        ELSIF near IS NULL THEN
            RETURN NEXT ARRAY(
                WITH hits AS MATERIALIZED (SELECT id FROM search_indexeddocument WHERE forms @@ tier)
                SELECT id FROM hits WHERE id BETWEEN oldest AND newest
            );
        ELSE
            RETURN NEXT ARRAY(
                WITH hits AS MATERIALIZED (
                    SELECT id FROM search_indexeddocument WHERE forms @@ tier AND forms @@ near
                )
                SELECT id FROM hits WHERE id BETWEEN oldest AND newest
            );
        END IF;
    END LOOP;
END $$
"""

CREATE = (_WINDOW, _NEWEST, _RANKED)
DROP = (
    "DROP FUNCTION search_ranked(tsquery[], bigint, bigint, integer)",
    "DROP FUNCTION search_newest(tsquery, bigint, bigint, integer)",
    "DROP FUNCTION search_window(bigint, bigint)",
)


def buckets(document_id: int) -> Iterator[str]:
    """The words that say in which buckets a document is."""
    return (f"{word}{document_id >> bits}" for word, bits in _SIZES.items())
