"""The page « Suivi »: the registers of a territory, one at a time, and one part of it at a time.

suivi        render(): title, key figures, then the part chosen (SECTIONS)
view         register, part, horizon, step, search: their parameters in the address
page         context of every part (RegisterPage), how it is loaded, callbacks of widgets
selectors    which register, which part
cards        key figures: lines, late lines, due dates, indicators
funnel       part « Parcours »: steps, the days between them, delays
due          part « Échéances et retards »: due dates by horizon, late lines, their files
calendars    due dates as an iCalendar file
partners     part « Partenaires »: families of partners line by line, faculties that are missing
map          part « Carte »: numbers of lines, or what each territory answered
lines        part « Liste »: search, pages of lines, their file
sheet        one line of the list, laid out by the declaration of its register, with its PDF
eligibility  self-test of a candidate MSU, for the register of conditions
reserved     a register of persons for who may not see its lines: numbers published
empty        a register without line here: its template, where to import it
words        sentences of the page, section by section
figures      the chart of the funnel
"""
