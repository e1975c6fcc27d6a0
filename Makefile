# Newsroom. Needs Python 3.11 or later and make; everything else goes into .venv.
PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
export PORT
# What is imported is compiled once, ours too: the tests start dozens of processes.
unexport PYTHONDONTWRITEBYTECODE
# One declaration a line. It has no mode that only checks, so `check` compares what it writes.
FORMAT_CSS := $(BIN)/css-beautify --indent-size=2 --end-with-newline --preserve-newlines \
  --disable-newline-between-rules --space-around-combinator

.PHONY: help demo test city whole check fmt audit bench clean lock messages photos search-server
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1 — /p' $(MAKEFILE_LIST)

demo: $(VENV)/installed ## load the sample issue and serve it on 127.0.0.1 (PORT=8000)
	@$(BIN)/python manage.py demo

test: $(VENV)/installed-dev ## run the tests (DATABASE_URL chooses the database, SQLite if unset)
	@$(BIN)/python -m pytest --numprocesses $$(( $$(nproc 2>/dev/null || echo 2) + 1 )) --maxprocesses 8 --dist worksteal $(ARGS)

city: export NEWSROOM_DATA_DIR ?= .data/city
city: export NEWSROOM_SITE_NAME ?= 岚溪日报
city: $(VENV)/installed-dev ## thirty days of an invented city's paper, served like the demo (DAYS=1 STORIES=60 for others)
	@test -e $(NEWSROOM_DATA_DIR)/db.sqlite3 || $(BIN)/python -m tests.city $(or $(DAYS),30) $(if $(STORIES),--stories $(STORIES))
	@$(BIN)/python manage.py demo

whole: $(VENV)/installed-dev ## run what is large and stands in `test` as a slice: hundreds of kills, 60,000 stories
	@$(BIN)/python -m pytest -m whole $(ARGS)

search-server: $(VENV)/installed-dev ## start an OpenSearch for the tests (SEARCH_SERVER=… make test); needs a JDK 17 and Maven
	@$(BIN)/python -m tests.search_server $(ARGS)

check: $(VENV)/installed-dev ## lint, types, templates, style sheets, missing migrations, deployment checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	$(BIN)/djlint --lint --quiet templates
	@echo "templates: no line of more than 120 columns"
	@! LC_ALL=C.UTF-8 grep -nE '.{121}' $$(git ls-files templates)
	@echo "style sheets: as cssbeautifier writes them"
	@for sheet in $$(git ls-files '*.css'); do $(FORMAT_CSS) $$sheet | diff -u $$sheet - || status=1; done; exit $$status
	$(BIN)/python manage.py makemigrations --check --dry-run
	@mkdir -p .data/check/media # of a site to be deployed: no database, no key
	NEWSROOM_DATA_DIR=.data/check NEWSROOM_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	NEWSROOM_HOSTS=news.example.cn NEWSROOM_HTTPS=1 DATABASE_URL=postgres:///newsroom \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

fmt: $(VENV)/installed-dev ## format the code, the templates and the style sheets
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	-$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(FORMAT_CSS) --replace $$(git ls-files '*.css')

bench: $(VENV)/installed-dev ## measure, as ratios within one run
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.search
	$(BIN)/python -m tests.benchmarks.story_form
	$(BIN)/python -m tests.benchmarks.city
	$(BIN)/python -m tests.benchmarks.page_cache
	$(BIN)/python -m tests.benchmarks.under_attack

photos: $(VENV)/installed-dev ## upload 200 files in a browser; FOLDER=… takes every file of a folder through the same door
	$(BIN)/python -m pytest tests/browser/test_photos.py -m whole -s
	$(if $(FOLDER),$(BIN)/python -m tests.benchmarks.photo_corpus $(FOLDER))
	$(BIN)/python -m tests.benchmarks.photos

audit: $(VENV)/installed-dev ## look at every page with vnu, axe-core and Lighthouse (needs Node, Java, Chromium)
	npm install --prefix .audit --no-save --no-audit --no-fund --loglevel=error vnu-jar axe-core@4 lighthouse@12
	$(BIN)/python -m tests.audit $(ARGS)

messages: $(VENV)/installed-dev ## compile the catalogues
	for domain in django djangojs; do $(BIN)/pybabel compile --directory newsroom/locale --domain $$domain; done

lock: ## write the pinned requirements again from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml --group dev -o requirements-dev.txt

clean: ## remove the virtual environment, the demo's data and caches
	rm -rf $(VENV) .venv-newer .data .coverage .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsroom needs Python 3.11 or later; try make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; } # half an environment would look whole

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --no-compile --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@
