# The application without its tools, under an account of its own, with its warehouse built.
# « docker build -t observatoire . »; every version is pinned by constraints.txt.
FROM python:3.11-slim AS build
WORKDIR /srv/observatoire
COPY requirements.txt constraints.txt pyproject.toml README.md ./
COPY foundation foundation
COPY stores stores
COPY models models
COPY etl etl
COPY dashboard dashboard
RUN python -m venv /opt/observatoire \
    && /opt/observatoire/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.11-slim
ENV PATH=/opt/observatoire/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    MSU_LOCAL=/var/lib/observatoire/local \
    MSU_WAREHOUSE=/var/lib/observatoire/warehouse \
    MSU_RAW=/var/lib/observatoire/raw \
    HOST=0.0.0.0 \
    PORT=8501 \
    FORWARDED_ALLOW_IPS=127.0.0.1
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin observatoire \
    && install -d -o observatoire -g observatoire /var/lib/observatoire/local /var/lib/observatoire/warehouse \
        /var/lib/observatoire/raw
WORKDIR /srv/observatoire
COPY --from=build /opt/observatoire /opt/observatoire
COPY --from=build /srv/observatoire ./
COPY data data
COPY .streamlit .streamlit
USER 10001
RUN python -m etl build
# Imports and official series are what must be backed up; a volume that is new takes the warehouse
# of the image.
VOLUME ["/var/lib/observatoire/local", "/var/lib/observatoire/warehouse", "/var/lib/observatoire/raw"]
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os,urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/_stcore/health\", timeout=4)"]
# « exec »: the server receives the signal to stop.
CMD ["sh", "-c", "exec python -m dashboard serve --host \"$HOST\" --port \"$PORT\""]
