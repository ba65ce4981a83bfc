"""GPs by région of diploma and of practice: what the official matrix says, once refreshed.

files    lines of the rates and of the matrix, workbook of the régions
matrix   matrix of a year, région by région
section  finding, trend, origins and destinations, régions; or how to bring the series
words    sentences of the part
"""
