#!/bin/sh
# Counts the instructions of small fixed steps under valgrind and compares them with Scripts/instruction-count.baseline.
#
#     Scripts/instruction-count.sh [--update] [JX_BENCH]     default: Benchmarks/.build/release/jx-bench
#
# What is counted: training and inference of a narrow network (width 8, batch 4, one thread) with the engine openblas,
# and the features of one clip in their AVX2 form; a count is half the difference between runs of three steps and one,
# so that starting up is not in it. The native engine is missing: valgrind knows no AVX-512. OpenBLAS's share depends on
# its version, and is kept to one kind of processor here.
#
# Exit status 0: within 3 % of the baseline or below it; 1: above; 66: no valgrind or no jx-bench. Takes a minute or two.
set -eu
cd "$(dirname "$0")/.."
baseline=Scripts/instruction-count.baseline
update=no
if [ "${1:-}" = --update ]; then
  update=yes
  shift
fi
bench=${1:-Benchmarks/.build/release/jx-bench}
if ! command -v valgrind >/dev/null; then
  echo "error: no valgrind; on Debian: apt-get install valgrind" >&2
  exit 66
fi
if [ ! -x "$bench" ]; then
  echo "error: no $bench; build it with: swift build -c release --package-path Benchmarks" >&2
  exit 66
fi
export OPENBLAS_NUM_THREADS=1 OPENBLAS_CORETYPE=Haswell
# Without debug information: valgrind 3.19 gives up on Swift's.
stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT
strip --strip-debug -o "$stripped" "$bench"
chmod +x "$stripped"

# instructions STEPS ARGUMENT…: all instructions of a run.
instructions() {
  steps=$1
  shift
  echo "$steps" |
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$stripped" serve --warmup 1 "$@" 2>&1 >/dev/null |
    sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# per_step ARGUMENT…
per_step() {
  short=$(instructions 1 "$@")
  long=$(instructions 3 "$@")
  if [ -z "$short" ] || [ -z "$long" ]; then
    echo "error: $bench does not run under valgrind" >&2
    exit 1
  fi
  echo $(((long - short) / 2))
}

network="--engine openblas --width 8 --batch 4 --threads 1"
# shellcheck disable=SC2086 # several arguments in one variable
counts="train $(per_step --mode train $network)
infer $(per_step --mode infer $network)
features $(per_step --mode features)"

if [ "$update" = yes ]; then
  echo "$counts" >"$baseline"
  cat "$baseline"
  exit 0
fi
echo "$counts" | awk -v baseline="$baseline" '
  BEGIN { while ((getline line < baseline) > 0) { split(line, pair, " "); expected[pair[1]] = pair[2] } }
  {
    if (!($1 in expected)) { printf "%s: %d instructions, no baseline\n", $1, $2; failed = 1; next }
    change = 100 * ($2 / expected[$1] - 1)
    verdict = change > 3 ? "too many" : change < -3 ? "fewer: record them with --update" : "as recorded"
    printf "%-9s %12d instructions a step, %+.1f %%: %s\n", $1, $2, change, verdict
    if (change > 3) failed = 1
  }
  END { exit failed }'
