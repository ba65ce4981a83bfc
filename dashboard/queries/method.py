"""Tables of the page « Données et méthode »: coverage, validation, glossary, what is missing."""

from __future__ import annotations

import pandas as pd

from dashboard.queries.cache import (
    Cursor,
    per_build,
)

STATEMENTS = {
    "validation": "SELECT * FROM pub.validation ORDER BY is_sound DESC, year, label_fr",
    "scores": "SELECT * FROM pub.msu_score ORDER BY rank",
    "worlds": "SELECT * FROM pub.msu_world ORDER BY rank",
    "parameters": "SELECT method_id, parameter_id, label_fr, value, unit_fr FROM pub.method",
    "glossary": "SELECT term, definition_fr FROM pub.glossary_term ORDER BY lower(term)",
    "unpublished": "SELECT topic_fr, grain_fr, why_fr, ask_fr FROM pub.unpublished",
    "known_gaps": """
        SELECT label_fr, known_gap.period, level, published_value, summed_value, reason_fr
        FROM pub.known_gap JOIN pub.indicator USING (indicator_id)
        ORDER BY label_fr, known_gap.period
    """,
    "split_departements": """
        SELECT departement.name_fr AS departement, departement.code,
            subdivision.name_fr AS subdivision, weight, basis_fr
        FROM pub.territory_link
        JOIN pub.territory AS departement ON departement.territory_id = child_id
        JOIN pub.territory AS subdivision ON subdivision.territory_id = parent_id
        WHERE kind = 'subdivision' AND weight < 1
        ORDER BY departement.code, weight DESC
    """,
    "coverage": """
        SELECT indicator_id, level, count(DISTINCT territory_id) AS territories,
            min(period_year) AS first_year, max(period_year) AS last_year,
            list(DISTINCT source_id ORDER BY source_id) AS source_ids
        FROM pub.observation JOIN pub.territory USING (territory_id)
        GROUP BY indicator_id, level
        UNION ALL
        -- The shortfall is compared to targets: it has no observation of its own.
        SELECT compared.indicator_id, level, count(DISTINCT territory_id),
            min(period_year), max(period_year),
            list(DISTINCT source_id ORDER BY source_id)
        FROM pub.observation JOIN pub.territory USING (territory_id)
        CROSS JOIN (
            VALUES ('situation_msu'), ('gap_msu'), ('couverture_pct')
        ) AS compared (indicator_id)
        WHERE observation.indicator_id = 'msu'
        GROUP BY compared.indicator_id, level
    """,
}


@per_build
def fetch_table(cursor: Cursor, name: str) -> pd.DataFrame:
    """Read one table of the method page, by its name in ``STATEMENTS``."""
    return cursor.execute(STATEMENTS[name]).df()
