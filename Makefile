# Everything a contributor or a build machine does. `make` alone lists it.

PYTHON ?=
ENVIRONMENT := .venv
ifeq ($(OS),Windows_NT)
  BIN := $(ENVIRONMENT)/Scripts
else
  BIN := $(ENVIRONMENT)/bin
endif
# an environment that can run the app, and one that can do everything
RUNS := $(ENVIRONMENT)/.runs
READY := $(ENVIRONMENT)/.ready
# what `make quick` runs: no window, no server, no process of its own
QUICK := tests/rules tests/reading tests/sheet tests/batches tests/catalogue tests/test_architecture.py \
  tests/test_message_keys.py

# tests start many processes, and each would compile all modules again
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test quick ratchet style lint hooks compare bench soak bundle dmg appimage flatpak reproduce test-bundle packages test-packages windows test-windows lock licences audit icons screenshots clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Another Python than the first one found: make run PYTHON=/path/to/python3"

run: $(RUNS) ## open the app (without a display: the practice run, with its receipts)
	@sh build/run.sh $(BIN)

# decision 26
AGAIN := $(if $(CI),--reruns 1 -r fER)

test: $(READY) ## install what the tests need where allowed, then run all tests; coverage may not fall
	@sh build/system-packages.sh
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist worksteal $(AGAIN) --cov --cov-report=
	$(BIN)/python build/coverage_ratchet.py check

quick: $(READY) ## the tests to run while you write: no window, no server, under 90 seconds
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak and not slow" $(QUICK)

ratchet: $(READY) ## after `make test`: raise the floors of coverage to what the tests reached
	$(BIN)/python build/coverage_ratchet.py raise

style: $(READY) ## ruff alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint: style ## ruff, mypy, and the files of the build machines
	$(BIN)/mypy
	$(BIN)/yamllint --strict .github .pre-commit-config.yaml build/linux/flatpak
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema custom.github-workflows-require-timeout .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-report.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/pre-commit validate-config
	@sh build/linux/lint.sh

hooks: $(READY) ## let git run the quick checks before each commit
	$(BIN)/pre-commit install

compare: $(READY) ## what the command prints, byte for byte against another commit: make compare REV=v0.1.0
	$(BIN)/python build/compare_contract.py $(REV)

bench: $(READY) ## print the figures of speed and memory
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

soak: $(READY) ## the tests with random tries, with many more of them than `make test` does
	@sh build/system-packages.sh
	COURIER_SOAK=10 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist worksteal -m "soak or hypothesis" --timeout 3600

bundle: $(READY) ## make the program that starts by double-click, in dist/conversion-courier
	@sh build/bundle.sh $(BIN) dist .work/pyinstaller

appimage: $(READY) ## put the bundle into one file for every Linux (needs curl, squashfs-tools and the network)
	@sh build/linux/appimage/runtime.sh .work/linux
	$(BIN)/python -m build.linux.appimage.make_appimage dist .work/linux/runtime-x86_64

flatpak: $(READY) ## put the bundle into a Flatpak (needs flatpak-builder and the network)
	$(BIN)/python -m build.linux.appimage.make_appimage dist
	@sh build/linux/flatpak/make_flatpak.sh dist

dmg: $(READY) ## on a Mac, after `make bundle`: put the app into a disk image, signed where the keys are given
	$(BIN)/python -m build.macos.make_dmg dist

reproduce: $(READY) ## make the bundle once more and compare both, byte for byte
	$(BIN)/python build/reproduce.py

test-bundle: $(READY) ## try the program in dist/conversion-courier
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/frozen --timeout 600

packages: $(READY) ## make deb, rpm and tar.xz for Linux of the bundle in dist/
	$(BIN)/python -m build.linux.packages

test-packages: $(READY) ## check the packages in dist/; as root also install, upgrade and purge them in a bare Debian
	$(BIN)/python -m build.linux.packages --former
	$(BIN)/python -m pytest tests/installed --timeout 1800

windows: $(READY) ## make the programs for Windows and their installer, in dist/windows (on Debian as root, under Wine)
ifeq ($(OS),Windows_NT)
	@sh build/bundle.sh $(BIN) dist/windows .work/pyinstaller
	dist/windows/conversion-courier/courier.exe --licences >.work/licences.txt
	@sh build/windows/installer.sh dist/windows/conversion-courier .work/licences.txt dist/windows
else
	@HOST_BIN=$(BIN) bash build/windows/wine.sh bundle
	@HOST_BIN=$(BIN) bash build/windows/wine.sh installer
endif

test-windows: $(READY) ## install what `make windows` made, try all of it, uninstall it; under Wine also the tests of files
ifeq ($(OS),Windows_NT)
	$(BIN)/python -m pytest -p no:randomly tests/windows --timeout 600
else
	@HOST_BIN=$(BIN) bash build/windows/wine.sh test
endif

lock: $(READY) ## renew the files in locks/ from pyproject.toml
	@sh build/lock.sh $(BIN)

licences: $(RUNS) ## print the licences of all that the app is made of, with their texts
	@$(BIN)/python -m courier --licences

audit: $(READY) ## ask for known weaknesses of all that the locks name (needs the network; exit code 3: nothing is known)
	$(BIN)/python -m build.audit

screenshots: $(READY) ## take the pictures of the README again (needs Xvfb or a display)
	xvfb-run -a -s "-screen 0 2400x1500x24" $(BIN)/python -m build.make_screenshots

icons: $(READY) ## draw the icon files again from the SVG
	$(BIN)/python build/make_icons.py

clean: ## remove the environment and everything that was made (never build/, which is source)
	rm -rf $(ENVIRONMENT) .work dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

$(RUNS): locks/run.lock locks/bootstrap.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh build/environment.sh $(ENVIRONMENT) $(BIN) run
	@touch $@

$(READY): locks/develop.lock locks/bootstrap.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh build/environment.sh $(ENVIRONMENT) $(BIN) develop
	@touch $(RUNS) $@
