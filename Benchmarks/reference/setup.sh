#!/bin/sh
# Makes .venv-bench beside Benchmarks/ with the frameworks that `make bench` measures jx against.
# Needs Python 3.10 or newer with its venv module. PyPI's torch brings CUDA along, some gigabytes; PyTorch's own index
# has one without, which pip takes if asked:
#
#     Benchmarks/reference/setup.sh [PYTHON]
#     PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu Benchmarks/reference/setup.sh
set -eu

python=${1:-python3}
folder=$(cd "$(dirname "$0")/../.." && pwd)/.venv-bench

"$python" -m venv "$folder" || {
  echo "error: $python cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2
  exit 1
}
"$folder/bin/pip" install --quiet --upgrade pip
"$folder/bin/pip" install --quiet tensorflow-cpu torch librosa soundfile resampy
"$folder/bin/python" -c "
from importlib.metadata import version
print(*(f'{name} {version(name)}' for name in ('tensorflow_cpu', 'torch', 'librosa', 'soundfile', 'resampy')), sep='\n')
"
echo "ready: make bench"
