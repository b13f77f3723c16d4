# Not yet proven: written without a Docker engine at hand. Tell us what you had to change.
#
#   docker build -t eready .
#   docker run -p 8000:8000 -v eready:/srv/eready/instance --env-file .env eready
#
# The settings a public instance needs are in docs/reference/settings.md.
FROM python:3.11-slim-bookworm

# Pango and HarfBuzz lay out the PDF reports; the fonts come with the app.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 10001 eready
WORKDIR /srv/eready

# Packages before code, so that a change of code does not install them again.
COPY requirements-uv.txt requirements.txt ./
RUN python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements-uv.txt \
    && uv pip install --system --no-cache --require-hashes --compile-bytecode -r requirements.txt

COPY . .
RUN uv pip install --system --no-cache --no-build-isolation --no-deps --editable . \
    && python script/compile_locale.py \
    && python -m compileall -q app eready \
    && install -d -o eready -g eready instance

# Database, secret and made reports; all else in the image stays root's and can't be written.
VOLUME /srv/eready/instance
USER eready
ENV PYTHONUNBUFFERED=1 EREADY_ENVIRONMENT=production
EXPOSE 8000

# The site answers only to its own names, so the check calls it by the first of them.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "script/check_health.py"]

CMD ["eready", "serve", "--host", "0.0.0.0", "--port", "8000"]
