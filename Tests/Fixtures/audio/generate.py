"""Writes the fixtures of AudioTests: recordings, their samples, and the reference's resampling and log-mel.

Made with Python 3.11, numpy 2.x, soundfile 0.14.0 (libsndfile 1.2.2), resampy 0.4.3. Run in this folder; the same versions
give the same files but for the encoders' version strings.
"""

import pathlib

import numpy as np
import resampy
import soundfile as sf

HERE = pathlib.Path(__file__).parent
RATE = 8000
FRAMES = 1000


def signal(frames, channels, seed):
    """Tones, noise and silence, not the same in any two channels, within full scale."""
    random = np.random.default_rng(seed)
    time = np.arange(frames)[:, None] / RATE
    tones = 0.4 * np.sin(2 * np.pi * (300 + 170 * np.arange(channels)) * time)
    return np.clip(tones + 0.1 * random.standard_normal((frames, channels)), -0.99, 0.99)


def mono(path):
    """The mean of the channels in double precision, rounded once."""
    samples, _ = sf.read(path, dtype="float64", always_2d=True)
    return samples.mean(axis=1).astype(np.float32)


def recordings():
    formats = [
        ("pcm_u8.wav", "WAV", "PCM_U8", 1),
        ("pcm_16.wav", "WAV", "PCM_16", 2),
        ("pcm_24.wav", "WAV", "PCM_24", 2),
        ("pcm_32.wav", "WAV", "PCM_32", 1),
        ("float.wav", "WAV", "FLOAT", 2),
        ("double.wav", "WAV", "DOUBLE", 1),
        ("extensible_24.wav", "WAVEX", "PCM_24", 3),
        ("UPPERCASE.WAV", "WAV", "PCM_16", 1),
        ("pcm_16.aiff", "AIFF", "PCM_16", 2),
        ("pcm_24.aiff", "AIFF", "PCM_24", 1),
        ("pcm_16.flac", "FLAC", "PCM_16", 2),
        ("pcm_24.flac", "FLAC", "PCM_24", 1),
        ("pcm_16.au", "AU", "PCM_16", 1),
        ("vorbis.ogg", "OGG", "VORBIS", 1),
        ("opus.opus", "OGG", "OPUS", 1),
        ("layer_3.mp3", "MP3", "MPEG_LAYER_III", 1),
    ]
    for seed, (name, container, encoding, channels) in enumerate(formats):
        path = HERE / name
        sf.write(path, signal(FRAMES, channels, seed), RATE, format=container, subtype=encoding)
        np.save(HERE / (name + ".npy"), mono(path))


def resampling():
    """One signal taken at several rates: rising, falling, few and very many phases."""
    samples = np.random.default_rng(99).uniform(-0.9, 0.9, 2000).astype(np.float32)
    np.save(HERE / "resampling.input.npy", samples)
    for rate in (8000, 11025, 22050, 32000, 44100, 44101, 48000, 96000):
        output = resampy.resample(samples.astype(np.float64), rate, 16000, filter="kaiser_best")
        np.save(HERE / f"resampling.{rate}.npy", output.astype(np.float32))


def hertz_to_mel(hertz):
    return 1127 * np.log(1 + hertz / 700)


def log_mel(samples):
    """VGGish's front end in double precision."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    rows = 1 + (len(samples) - 400) // 160
    frames = np.stack([samples[160 * row:160 * row + 400] * window for row in range(rows)])
    magnitudes = np.abs(np.fft.rfft(frames, 512))
    edges = np.linspace(hertz_to_mel(125.0), hertz_to_mel(7500.0), 66)
    bins = hertz_to_mel(np.arange(257) * 16000 / 512)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    matrix = np.maximum(0, np.minimum(rising, falling))
    matrix[0] = 0
    return np.log(magnitudes @ matrix + 0.01).astype(np.float32)


def front_end():
    """A chirp under noise that swells from silence, 1.0 s at 16 kHz, 16 bits."""
    random = np.random.default_rng(5)
    time = np.arange(16000) / 16000
    chirp = np.sin(2 * np.pi * (200 * time + 3000 * time**2))
    samples = 0.6 * time * chirp + 0.2 * time**2 * random.standard_normal(16000)
    sf.write(HERE / "chirp_16k.flac", np.clip(samples, -1, 1), 16000, subtype="PCM_16")
    stored, _ = sf.read(HERE / "chirp_16k.flac", dtype="float64")
    np.save(HERE / "chirp_16k.logmel.npy", log_mel(stored))


recordings()
resampling()
front_end()
