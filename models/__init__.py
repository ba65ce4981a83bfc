"""Pure arithmetic of the field: targets, estimation, shortfall, retention.

Nothing here reads a file, opens a database or draws: the ETL publishes these functions'
results and the dashboard calls the same ones when a user changes an assumption.
"""
