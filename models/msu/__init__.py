"""MSU: estimate, validation, shortfall, needs."""
