"""The page « Suivi ».

cards                Key figures of a register: how many lines, how many late, and its indicators
due                  Due dates by horizon, their calendar, and what is late
eligibility          Self-test of a candidate MSU: the conditions here, who says so, and what is le
figures              How many reached each step of a procedure, where they stand, and how long it t
follow_up_empty      A register without line: its template at hand, where to import it, and what it
follow_up_selectors  Which register, and which part of the page
funnel               The funnel of a register, with the time between its steps and its delays
lines                Lines of a register: what they are called, how they are listed, and their file
map                  Where the lines are: circles of their numbers, or what each territory answered
page                 What every part of the page « Suivi » is drawn from
partners             Who is around the table: lines against families of partners, and who is missin
sheet                One entry of a register, laid out by its declaration, with its sheet to downlo
suivi                Page « Suivi »: where the registers of a territory stand, what is due and what
view                 What the page « Suivi » shows, and how it is written in a URL: pure, no Stream
words                Prose of the page « Suivi »
"""
