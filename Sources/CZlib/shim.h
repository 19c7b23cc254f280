#pragma once
#include <zlib.h>

// A macro over a function that also takes the version and size of the structure that the caller was compiled with.

/// Begins to decompress; `windowBits` as `inflateInit2` documents it.
static inline int beginInflating(z_streamp stream, int windowBits) {
  return inflateInit2(stream, windowBits);
}
