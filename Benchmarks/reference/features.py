"""Speed of VGGish's features in Python: decode, average, resample to 16 kHz, log-mel.

    python features.py --clip FILE [--with librosa|resampy] [--steps 5] [--serve]

librosa: its own resampler (soxr_hq), STFT and mel filters. resampy: what AudioSet's vggish_input.py does, with the
filter `kaiser_best` that the published checkpoints were trained on. One thread. Measured with librosa 0.11,
resampy 0.4.3, numpy 2.4.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"

from importlib.metadata import version  # noqa: E402

import numpy as np  # noqa: E402
import soundfile  # noqa: E402

import stepping  # noqa: E402

RATE, WINDOW, HOP, TRANSFORM, BANDS = 16000, 400, 160, 512, 64


def with_librosa(path):
    import librosa

    filters = librosa.filters.mel(
        sr=RATE, n_fft=TRANSFORM, n_mels=BANDS, fmin=125, fmax=7500, htk=True, norm=None)

    def step():
        samples, _ = librosa.load(path, sr=RATE, mono=True, res_type="soxr_hq")
        spectrum = np.abs(librosa.stft(
            samples, n_fft=TRANSFORM, hop_length=HOP, win_length=WINDOW, window="hann", center=False))
        return np.log(filters @ spectrum + 0.01)

    return step


def with_resampy(path):
    import resampy

    window = 0.5 - 0.5 * np.cos(2 * np.pi / WINDOW * np.arange(WINDOW))
    mel = 1127 * np.log1p(np.arange(TRANSFORM // 2 + 1) * RATE / TRANSFORM / 700)
    edges = np.linspace(1127 * np.log1p(125 / 700), 1127 * np.log1p(7500 / 700), BANDS + 2)
    rising = (mel[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - mel[:, None]) / (edges[2:] - edges[1:-1])
    filters = np.maximum(0, np.minimum(rising, falling))
    filters[0] = 0

    def step():
        samples, rate = soundfile.read(path, dtype="int16")
        samples = (samples / 32768.0).mean(axis=1)
        samples = resampy.resample(samples, rate, RATE, filter="kaiser_best")
        frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
        spectrum = np.abs(np.fft.rfft(frames * window, TRANSFORM))
        return np.log(spectrum @ filters + 0.01)

    return step


def main():
    parser = stepping.parser(__doc__.splitlines()[0])
    parser.add_argument("--clip", required=True)
    parser.add_argument("--with", dest="package", choices=["librosa", "resampy"], default="librosa")
    options = parser.parse_args()
    step = (with_librosa if options.package == "librosa" else with_resampy)(options.clip)
    stepping.run(step, options, options.package, version(options.package), 1)


if __name__ == "__main__":
    main()
