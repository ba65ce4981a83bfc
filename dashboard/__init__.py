"""The dashboard: reads the published schema, never imports the ETL."""

import os

# Threads of the algebra wait for each other by turning round: on matrices this small they cost
# more than they bring, ten times more on a busy machine. Read when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
