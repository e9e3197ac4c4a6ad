# Footbridge in a container: docker build -t footbridge . && docker run -p 8000:8000 -v footbridge:/data footbridge
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 footbridge && install -d -o footbridge -m 0700 /data
COPY --from=build /venv /venv
USER footbridge
ENV PATH=/venv/bin:$PATH DATA=/data HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8000), 5)"]
CMD ["tracker", "serve", "--prepare"]
