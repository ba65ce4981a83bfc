"""What stands between the network and Streamlit.

app        Streamlit as an ASGI application, with what it keeps bounded
doors      which addresses exist, for which methods, asked from where
failures   an answer in French when the application fails
headers    what every answer says to browsers: sources, frames, cookies
sessions   cookies of sign-ins that are over
requests   what a request says of itself: headers, cookies, address, TLS
uploads    files being imported: who may send them, how much, how long
downloads  files made when they are asked for: for whom, how often
api/       the same figures for other programs, read-only
rates      how often a session and an address may ask
serving    uvicorn: its settings, connections that never finish a request
texts      the pages of refusals, in French
"""
