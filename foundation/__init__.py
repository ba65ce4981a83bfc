"""What the ETL and the dashboard both stand on, apart from the arithmetic of ``models``.

settings_file  the file of the choices of one installation, read in one way
faults         the first fault of an entry that pydantic refuses, in French
"""
