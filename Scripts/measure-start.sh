#!/bin/sh
# Measures how fast jx starts: `jx --help`, and `jx query` on one clip with a full-size snapshot.
#
#     Scripts/measure-start.sh [JX]     default: .build/release/jx
#
# In a folder of its own it makes demo recordings and trains the full-size network on them for one epoch (a minute or
# so, and 1.2 GB of disk while it lasts). Cold means that the snapshot, the clip and jx itself are not in the page cache;
# what the system shares with other programs stays there. Prints medians and extremes in milliseconds.
set -eu
jx=$(realpath "${1:-$(dirname "$0")/../.build/release/jx}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# measure TITLE RUNS PREPARE COMMAND: PREPARE goes before each run and is not timed.
measure() {
  number=0
  : >times
  while [ "$number" -lt "$2" ]; do
    sh -c "$3"
    before=$(date +%s%N)
    sh -c "$4" >output 2>&1 || { cat output >&2; exit 1; }
    after=$(date +%s%N)
    echo $(((after - before) / 1000)) >>times
    number=$((number + 1))
  done
  sort -n times | awk -v title="$1" '{ t[NR] = $1 / 1000 }
    END { printf "%-28s %7.1f ms (%.1f to %.1f, %d runs)\n", title, t[int((NR + 1) / 2)], t[1], t[NR], NR }'
}

measure "sh alone" 21 : "exec true"
measure "jx --help" 21 : "exec '$jx' --help"

"$jx" data demo demo --classes 2 --recordings 5 --slices 1 >/dev/null 2>&1
cat >full.yaml <<'YAML'
name: full
data: {folder: demo, split: {validation: 0.2, test: 0.2}}
model: {checkpoint: none}
train: {epochs: 1, batch_size: 16, learning_rate: 1e-6, loss: softmax}
YAML
JX_CACHE=cache "$jx" run full.yaml >log 2>&1 || { cat log >&2; exit 1; }
clip=$(find demo -name '*.wav' | sort | head -n 1)
query="exec '$jx' query last '$clip'"
measure "jx query, warm" 11 : "$query"
measure "jx query, cold" 11 \
  "sync; for file in '$jx' '$clip' runs/*/snapshots/*; do dd of=\"\$file\" oflag=nocache conv=notrunc,fdatasync count=0 2>/dev/null || true; done" \
  "$query"
