# jx: `make demo` shows it, `make test` proves it. Everything they need is installed by `make deps`.

SWIFT ?= swift
CONFIGURATION ?= release
PACKAGES = libsndfile1-dev libopenblas0 libpng-dev libcairo2-dev fonts-dejavu-core libsqlite3-dev libssl-dev zlib1g-dev libcurl4-openssl-dev binutils pkg-config
SOURCES = Package.swift Sources Tests Benchmarks CrashTest Fuzzing/Package.swift Fuzzing/Sources

.PHONY: all build deps demo test interop bench crashtest fuzz format lint clean

all: build

# Installs the C libraries that are missing (Debian and Ubuntu), and says which.
deps:
	@command -v $(SWIFT) >/dev/null || { echo "error: no swift in PATH; install Swift 6.3 from swift.org first" >&2; exit 1; }
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then run=""; else run="sudo"; fi; \
	  $$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

build: deps
	$(SWIFT) build -c $(CONFIGURATION) --product jx

# The main job from nothing: synthetic bird song, training, evaluation on held-out recordings.
demo: build
	@test -f demo/README.md || .build/release/jx data demo demo
	.build/release/jx run configs/quickstart.yaml
	.build/release/jx runs

test: deps
	$(SWIFT) test

# What `jx export` writes, read by TensorFlow, onnxruntime, PyTorch and safetensors from PyPI in a virtual environment of
# its own (3 GB), or by an INTEROP_PYTHON that has Tests/Interop/requirements.txt.
INTEROP_PYTHON ?= .venv-interop/bin/python
interop: build $(if $(filter .venv-interop/%,$(INTEROP_PYTHON)),.venv-interop/installed)
	$(INTEROP_PYTHON) Tests/Interop/verify.py .build/release/jx .interop

.venv-interop/installed: Tests/Interop/requirements.txt
	python3 -m venv .venv-interop
	.venv-interop/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Examples per second of training and inference, beside TensorFlow's and PyTorch's where they are installed.
bench: deps
	$(SWIFT) run -c release --package-path Benchmarks jx-bench $(BENCH)

# Kills and breaks small runs in every way, resumes them and compares bits: N kills at random moments, N at file system
# calls, N power cuts, and a share of N of every other fault. All of it: docs/faults.md. Options: CRASHTEST="--seed 2".
crashtest: build
	clang -O1 -shared -fPIC -Wall -Wextra -Werror -o .build/jx-faults.so CrashTest/Shim/faults.c -lpthread
	$(SWIFT) run -c release --package-path CrashTest jx-crashtest --jx .build/release/jx --shim .build/jx-faults.so \
	  --count $(or $(N),200) $(CRASHTEST)

# Feeds every reader of foreign bytes, or those in TARGETS, with mutations of its corpus for SECONDS each.
SECONDS ?= 60
TARGETS ?= v1 v2 table block snappy protobuf tar gzip npz safetensors pickle yaml
fuzz: deps
	$(SWIFT) build --package-path Fuzzing -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld -Xlinker --allow-multiple-definition
	@mkdir -p Fuzzing/.build/found; for target in $(TARGETS); do \
	  echo "$$target:"; mkdir -p Fuzzing/.build/corpus/$$target; \
	  Fuzzing/.build/debug/jx-fuzz $$target -max_total_time=$(SECONDS) -timeout=2 -rss_limit_mb=1024 -malloc_limit_mb=256 \
	    -print_final_stats=1 -verbosity=0 -artifact_prefix=Fuzzing/.build/found/$$target- \
	    Fuzzing/.build/corpus/$$target Fuzzing/Corpus/$$target || exit 1; \
	done

format:
	$(SWIFT) format -i -r -p $(wildcard $(SOURCES))

lint:
	$(SWIFT) format lint --strict -r -p $(wildcard $(SOURCES))

clean:
	rm -rf .build Benchmarks/.build CrashTest/.build Fuzzing/.build
