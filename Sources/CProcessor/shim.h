#pragma once
#include <stdbool.h>

// Swift has no way to ask the processor what it can do.

/// Whether this processor runs code compiled for x86-64-v3 (AVX2, FMA, BMI2 and what comes with them).
static inline bool processorRunsX86V3(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi2");
#else
  return false;
#endif
}
