# Footbridge in a container. It refuses to start until it is told where it runs, so that no public demo comes of it:
#   docker build -t footbridge .
#   docker run --read-only --tmpfs /tmp -v footbridge:/data -p 127.0.0.1:8000:8000 --env-file /etc/footbridge.env footbridge
# with BASE_URL, SECRET_KEY and PROXIES in that file, and a proxy on this machine that ends https. A trial:
#   docker run -v footbridge-trial:/data -p 127.0.0.1:8000:8000 -e FOOTBRIDGE_ENV=trial footbridge
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home footbridge && install -d -o footbridge -m 0700 /data
COPY --from=build /venv /venv
USER 10001
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA=/data HOST=0.0.0.0 PORT=8000 FOOTBRIDGE_ENV=production
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import os, urllib.parse, urllib.request as web; host = urllib.parse.urlsplit(os.environ.get('BASE_URL', '')).hostname or 'localhost'; web.urlopen(web.Request(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", headers={'Host': host}), timeout=5)"]
CMD ["tracker", "serve", "--prepare"]
