"""The call for counts of MSU: whom it is sent to, the letters, the tables to fill in.

recipients  faculties and conseils départementaux, and the territories each is asked about
letters     what is written to each, as text and as a link that opens a mail
docx        a letter for a word processor
template    the table of a recipient, with its territories
files       letters and tables of many recipients, as files of a folder or of an archive
"""
