"""The API, read-only: published rows at ``/api/v1/``, for other programs.

api         the application: who may read, how often, which answer
routes      what can be asked for: columns, filters, order
asking      what a request asks for, read and judged
answering   rows as JSON, CSV or Parquet, links between pages, digests
turns       one answer at a time, bounded in time, stopped when nobody waits for it
openapi     the routes as an OpenAPI document
help_page   the same for a person, in French
problems    refusals, as RFC 9457 has them
words       sentences of the API, in French
"""
