#pragma once
#include <fftw3.h>

/// `fftw_version`, an array without a length, which Swift does not import.
static inline const char *fftwVersion(void) { return fftw_version; }
