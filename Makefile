# Two commands are enough on a fresh machine:  make run  and  make test.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install chromium typesetting run demo test test-system check format messages db-stop

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
DATABASE := $(BIN)/python -m disclosure_portal.database
# A change of the requirements changes the name of the stamp, and so installs again.
INSTALLED := .venv/installed-$(firstword $(shell cat requirements*.txt | cksum))
SYSTEM_BIN := $(lastword $(sort $(wildcard /usr/lib/postgresql/1[5-9]/bin /usr/lib/postgresql/[2-9][0-9]/bin)))
SECRET_KEY ?= $(shell cat .local/secret-key 2>/dev/null)
export SECRET_KEY

# Root on Debian or Ubuntu gets what is missing; anybody else is told by the target that needs it.
apt_install = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) </dev/null >/dev/null; }

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) .local/secret-key

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: install it, or name it with  make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call apt_install,python3-venv) || \
		{ echo "Python's venv module is missing: install it, on Debian with  sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

$(INSTALLED): .venv/bin/python
	@if $(BIN)/python -c 'import uv' 2>/dev/null; \
		then $(BIN)/python -m uv pip install --quiet --python $(BIN)/python -r requirements-dev.txt; \
		else $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt; fi
	@touch $@

.local/secret-key:
	@mkdir -p .local
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

chromium:
	@command -v chromium >/dev/null || $(call apt_install,chromium fonts-noto-cjk) || \
		echo "There is no chromium on PATH: the browser test will be skipped. On Debian:  sudo apt install chromium fonts-noto-cjk"

# What WeasyPrint sets type with. Without it everything but the posters works.
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
typesetting: install
	@$(BIN)/python -W ignore -c 'from weasyprint.text import ffi; assert ffi.harfbuzz_subset' >/dev/null 2>&1 || $(call apt_install,$(PANGO)) || \
		echo "Posters cannot be printed: libraries are missing. On Debian:  sudo apt install $(PANGO)"

run demo test test-system: export HTTPS = False
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
# Mail goes nowhere: it is shown on /mail/.
run: export MAIL_PAGE = True

run: typesetting demo ## install, fill with the demo and serve on http://127.0.0.1:8000 (another port: make run PORT=8001)
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) is taken: choose another, such as  make run PORT=8001"; exit 1; }
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(BIN)/gunicorn disclosure_portal.wsgi --preload --workers 2 --timeout 120 --bind 127.0.0.1:$(PORT) --no-control-socket & server=$$!; \
		$(MANAGE) tick --every 60 & tick=$$!; \
		$(MANAGE) db_worker --verbosity 0 & worker=$$!; \
		$(MANAGE) send_mail --every 1 & mail=$$!; \
		trap 'kill $$server $$tick $$worker $$mail 2>/dev/null' EXIT; trap 'exit 0' INT TERM HUP; \
		wait $$server

demo: install ## migrate and fill an empty portal with an invented school
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo

# Two at a time: the tests in the browser are the first and the longest, and one process would get all of them.
IN_PARALLEL := -n auto --maxprocesses 8 --maxschedchunk 2

test: install typesetting chromium ## run the tests
	@$(BIN)/pytest $(IN_PARALLEL)

# What another version, locale or build of PostgreSQL can change: search, constraints and triggers, locks.
OF_THE_SERVER := search or psql or threads or concurrency or frozen or events or database or overlap

test-system: install ## run the tests of search, triggers and locks on this machine's own PostgreSQL (15 or newer)
ifeq ($(SYSTEM_BIN),)
	@echo "No PostgreSQL 15 or newer below /usr/lib/postgresql: nothing was tested."
else
	@folder=$$(mktemp -d) && chmod 711 $$folder && cluster="--bindir $(SYSTEM_BIN) --data $$folder/postgresql" && \
		trap "$(DATABASE) stop $$cluster >/dev/null; rm -rf $$folder" EXIT && trap 'exit 1' INT TERM HUP && \
		DATABASE_URL=$$($(DATABASE) start $$cluster) && export DATABASE_URL && \
		$(BIN)/pytest $(IN_PARALLEL) --ignore tests/browser -k "$(OF_THE_SERVER)"
endif

check: export HTTPS = True
check: export SITE_URL ?= https://gk.school.example
check: install ## look for faults without running: style, layers, production settings, migrations, types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@$(MANAGE) check --deploy --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run
	@$(BIN)/mypy

format: install ## put the code into its form
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

messages: install ## bring the translations up to date
	@$(BIN)/python -m disclosure_portal.messages

db-stop: install ## stop the project's own PostgreSQL
	@$(DATABASE) stop
