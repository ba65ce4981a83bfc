"""Documents of a meeting, all from one profile. No Streamlit.

brief      content of a document: profile, choices of the reader, date, map
rows       every value of a brief in one list
letters    letters to the faculty and to the ARS, tables to be filled in
content    tables and cards that the PDF and the slides share
pdf        the PDF of two pages, typeset by ``meeting.typ``
one_page   the PDF of one page, typeset by ``one_page.typ``
findings   titles of the slides, each a finding
pptx       the slides of a brief; slides: parts of a slide, with python-pptx
xlsx       the workbook; sheets: formats and tables of a workbook
placement_xlsx  the workbook of « Placer les docteurs juniors »
fitting    size of a text that holds in its box, whatever the font
formats    each format by its extension, the tables (CSV, Parquet), the archive
entry_pdf  the sheet of one entry of a register, typeset by ``entry.typ``
typeset    the engine of the PDF and of the pictures
export     documents written to files, from the command line
"""
