"""The page « Vos données »: import the files of a council, an agency or a faculty; undo.

vos_donnees  order of the page: title, import, history, demonstration
view         kind of file that a link asks for
words        every sentence of the page
draft        the import of a session: its file, its choices, what was read, its outcome
form         kind of file, templates, file box; what was read is kept for the same choices
reading      how the file is read and what its user says of it: sheets, headers, values, shape
preview      what importing the file would do: what is set aside, counts, faults, first rows
faults       faults and lines set aside, each told once with all its lines
action       name of the data set, the import itself, what it changed on the pages
history      files in force, history, journal; undo, rebuild
demo         switch between the real data and the fictitious set
"""
