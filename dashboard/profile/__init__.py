"""One profile of a territory: everything its page and its documents show, from one place."""
