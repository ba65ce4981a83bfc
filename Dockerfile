FROM python:3.11-slim
WORKDIR /srv/observatoire
COPY requirements.txt constraints.txt pyproject.toml README.md ./
COPY foundation foundation
COPY stores stores
COPY models models
COPY etl etl
COPY dashboard dashboard
COPY data data
COPY .streamlit .streamlit
RUN pip install --no-cache-dir -r requirements.txt && python -m etl build
EXPOSE 8501
CMD ["python", "-m", "uvicorn", "dashboard.asgi:app", "--host", "0.0.0.0", "--port", "8501", "--no-access-log"]
