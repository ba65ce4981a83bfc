"""What the ETL and the dashboard both stand on, apart from the arithmetic of ``models``.

days           the day it is in Paris
settings_file  the file of the choices of one installation, read in one way
answers        what the commands of the ETL answer with --json
faults         the first fault of an entry that pydantic refuses, in French
"""
