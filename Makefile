# 卫片判读 (Weipian): every target may be run again, and says what it does. `make` lists them.
SHELL := /bin/bash
PROFILE ?= default
ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help demo test qgis check package link translate bench bench-workbench

help:  ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo:  ## From the issued package to the filled table on the real scene, without a screen, into build/demo
	@.ci/setup.sh system venv
	@.ci/demo.sh

test:  ## All tests: plain Python, QGIS, and the real qgis and qgis_process (ARGS="-k words" for some)
	@.ci/setup.sh system venv
	@.ci/test.sh $(ARGS)

qgis:  ## Open QGIS on the demonstration's workspace, in a profile of its own (needs a display)
	@.ci/setup.sh system venv
	@.ci/qgis.sh $(ARGS)

check:  ## Style, types, import rules, the plugin site's scans, translations, and the package
	@.ci/setup.sh system tools
	@.ci/check.sh

package:  ## The zip for QGIS's plugin manager, into build/
	@.ci/setup.sh system
	@/usr/bin/python3 .ci/package.py

link:  ## Link this checkout into QGIS as the plugin "weipian" (PROFILE=default)
	@.ci/link.sh "$(PROFILE)"

translate:  ## Bring i18n/weipian_zh_CN.ts and .qm up to date with the sources
	@.ci/setup.sh system
	@.ci/translate.sh

bench:  ## Measure the overlay beside its peers into benchmarks/results (ARGS="--scale S,M,L --rounds 3")
	@.ci/setup.sh system
	@.ci/bench.sh $(ARGS)

bench-workbench:  ## Measure the docks in a real QGIS window: key to next patch, frames, memory (ARGS="--cases demo")
	@.ci/setup.sh system venv
	@.ci/bench_workbench.sh $(ARGS)
