#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

// Nor for its instructions beside arithmetic.

/// Whether this processor has an instruction for CRC-32C.
static inline bool processorHasCRC32C(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("sse4.2");
#else
  return false;
#endif
}

/// The CRC-32C of bytes behind those that gave `checksum`, by that instruction: 8 GB/s.
#if defined(__x86_64__)
__attribute__((target("sse4.2")))
#endif
static inline uint32_t extendCRC32CByInstruction(uint32_t checksum, const void *bytes, size_t count) {
#if defined(__x86_64__)
  const unsigned char *at = (const unsigned char *)bytes;
  uint64_t remainder = ~checksum;
  for (; count >= 8; count -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    remainder = __builtin_ia32_crc32di(remainder, word);
  }
  for (; count > 0; count--, at++) remainder = __builtin_ia32_crc32qi((uint32_t)remainder, *at);
  return ~(uint32_t)remainder;
#else
  return checksum;
#endif
}

/// Makes this thread take and give subnormal numbers as zeros; returns what its floating-point control was.
static inline uint64_t flushSubnormals(void) {
#if defined(__x86_64__)
  uint32_t control = __builtin_ia32_stmxcsr();
  // Flush to zero, and denormals are zeros.
  __builtin_ia32_ldmxcsr(control | 0x8040u);
  return control;
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | (1ull << 24)));
  return control;
#else
  return 0;
#endif
}

/// Takes back what `flushSubnormals` did.
static inline void restoreFloatingPoint(uint64_t control) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((uint32_t)control);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
#endif
}

/// Asks for bytes to be brought into the cache; any address is allowed.
static inline void prefetchIntoCache(const void *bytes, size_t count) {
  for (size_t offset = 0; offset < count; offset += 64) __builtin_prefetch((const char *)bytes + offset);
}
