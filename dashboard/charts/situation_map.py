"""Situations of some départements as a layer of the map on paper."""

from __future__ import annotations

from dashboard.charts.palette import SITUATIONS
from dashboard.charts.paper_map import PaperLayer
from dashboard.themes.situation import ORDER, SHORT_WORDS, Situations


def situation_layer(situations: Situations, title: str, notes: tuple[str, ...] = ()) -> PaperLayer:
    """Layer of situations; those counted have their colours if some are."""
    order = [item for item in ORDER if "counted" not in item or situations.count(item)]
    places = situations.by_id
    return PaperLayer(
        title=title,
        classes=tuple((SITUATIONS[ORDER.index(item)], SHORT_WORDS[item]) for item in order),
        ranks={key: order.index(item.verdict_id) for key, item in places.items()},
        labels={key: item.label for key, item in places.items()},
        estimated={key for key, item in places.items() if not item.is_counted},
        notes=notes,
    )
