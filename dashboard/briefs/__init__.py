"""Documents of a meeting, all from one model: PDF, slides, workbook, tables. No Streamlit."""
