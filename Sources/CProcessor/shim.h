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

/// Whether this processor runs code compiled for x86-64-v4 (AVX-512 F, BW, CD, DQ and VL).
static inline bool processorRunsX86V4(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi2");
#else
  return false;
#endif
}
