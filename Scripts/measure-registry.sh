#!/bin/sh
# Measures lists and comparisons in a registry of 10,000 runs of 60 epochs.
#
#     Scripts/measure-registry.sh [JX]     default: .build/release/jx
#
# Takes hyperfine, python3 and 2 GB of disk while it lasts. Prints the median and the extremes of ten runs of each command.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
jx=$(realpath "${1:-$here/.build/release/jx}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export JX_CACHE="$folder/cache"
"$jx" data demo demo --classes 3 --recordings 5 --slices 1 --clip-seconds 1
cat >tiny.yaml <<YAML
data: {folder: demo, split: {validation: 0.2, test: 0.2}}
model: {width: 2, hidden_units: 8}
train: {epochs: 1, batch_size: 3}
YAML
"$jx" run tiny.yaml
python3 "$here/Benchmarks/reference/many_runs.py" runs
ids=$(sqlite3 runs/registry.sqlite "SELECT id FROM runs ORDER BY number DESC LIMIT 100" | tr '\n' ' ')
hyperfine --style basic --warmup 2 --runs 10 --output null --export-csv times.csv \
  -n "jx runs" "$jx runs" \
  -n "jx runs --limit 0" "$jx runs --limit 0" \
  -n "jx runs --json" "$jx runs --json" \
  -n "jx compare 100 runs" "$jx compare $ids" \
  -n "where config key" "$jx runs --where 'train.learning_rate < 1e-4'" \
  -n "where figure" "$jx runs --where 'validation.loss.min < 0.005 and test.accuracy > 0.5'" \
  -n "where tag sorted" "$jx runs --where 'tag = tag-7 and not status = running' --sort -test.accuracy" \
  -n "where started" "$jx runs --where 'started > 2026-09-20 or name ~ 999'" \
  -n "jx show" "$jx show last" >log 2>&1 || { cat log >&2; exit 1; }
awk -F, 'NR > 1 { printf "%-24s %6.1f ms (%.1f to %.1f)\n", $1, $4 * 1000, $7 * 1000, $8 * 1000 }' times.csv
