"""The page « Vos données ».

action       Importing for good: the name of the data set, the steps, what changed
demo         Switch between the real data and the fictitious set
draft        What a session is importing: its file, its choices, what was read, what came of it
form         Choosing a kind of file and handing the file over
history      Files in force, the history of imports, the journal; undoing, rebuilding
preview      What importing a file would do: counts, refusals, doubts, headers, first rows
vos_donnees  Page « Vos données »: importing local files, what is in force, undoing
words        Prose of the page « Vos données »
"""
