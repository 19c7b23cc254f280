#!/bin/sh
# Kernels compiled for a wide vector unit must not lend code to the rest of the program.
#
# A weak function (a specialisation or helper of the standard library, say) exists in several objects, and the linker
# keeps any one of them. If the copy from a wide object has instructions of its vector unit, the program dies with
# SIGILL on a machine without it, in a place that never asked for it. So: in the objects of the targets named below, no
# weak function may contain an instruction with a VEX or EVEX prefix (their names begin with v or k) or of BMI, unless
# its name says that the target itself declares it: no other object has a function of that name.
#
#     Scripts/check-kernel-symbols.sh [BUILD_FOLDER]      default: .build/release and .build/debug, where they exist
#
# Exit status 0: clean; 1: such a function was found; 66: nothing to check.
set -eu
cd "$(dirname "$0")/.."
targets="NetKernelsWide AudioKernelsAVX2 AudioKernelsAVX512"
checked=0
failed=0
for folder in "${@:-.build/release}" .build/debug; do
  for target in $targets; do
    for object in "$folder/$target.build"/*.o; do
      [ -f "$object" ] || continue
      checked=$((checked + 1))
      own="\$s${#target}$target"
      weak=$(nm "$object" | awk -v own="$own" '$2 == "W" && index($3, own) != 1 { print $3 }' | tr '\n' ' ')
      [ -n "$weak" ] || continue
      found=$(objdump -d --no-show-raw-insn --no-addresses "$object" | awk -v weak="$weak" '
        BEGIN { n = split(weak, names, " "); for (i = 1; i <= n; i++) isWeak["<" names[i] ">:"] = 1 }
        /^<.*>:$/ { name = ($0 in isWeak) ? $0 : ""; next }
        name != "" && $1 ~ /^(v[a-z]|k(mov|or|and|not|xor|shift|test|unpck|add)|andn|bextr|bls|bzhi|mulx|pdep|pext|rorx|sarx|shlx|shrx|lzcnt|tzcnt)/ {
          if (!(name in seen)) { print "  " name " " $1; seen[name] = 1 }
        }')
      if [ -n "$found" ]; then
        echo "$object: weak functions with wide instructions:" >&2
        echo "$found" >&2
        failed=1
      fi
    done
  done
done
if [ "$checked" = 0 ]; then
  echo "no kernel objects found; build first" >&2
  exit 66
fi
[ "$failed" = 0 ] && echo "$checked objects: no weak function has a wide instruction"
exit "$failed"
