#pragma once

// What the kernels need of the compiler and Swift does not offer.

typedef float Floats16 __attribute__((ext_vector_type(16)));

/// a · b + c in each lane, rounded once. Swift's `addingProduct` works lane by lane and leaves it to the optimizer to
/// make one instruction of sixteen, which it does not always do.
static inline __attribute__((always_inline)) Floats16 fusedMultiplyAdd(Floats16 a, Floats16 b, Floats16 c) {
  return __builtin_elementwise_fma(a, b, c);
}

/// Asks for the cache line at an address to be brought into the second-level cache; any address is allowed.
static inline __attribute__((always_inline)) void prefetchLine(const void *address) {
  __builtin_prefetch(address, 0, 2);
}
