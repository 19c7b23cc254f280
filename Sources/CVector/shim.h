#pragma once

// What the kernels need of the compiler and Swift does not offer.

typedef float Floats16 __attribute__((ext_vector_type(16)));
typedef int Words16 __attribute__((ext_vector_type(16)));
typedef unsigned char Bytes16 __attribute__((ext_vector_type(16)));

#define VECTOR_OPERATION static inline __attribute__((always_inline))

/// a · b + c in each lane, rounded once. Swift's `addingProduct` works lane by lane and leaves it to the optimizer to
/// make one instruction of sixteen, which it does not always do.
VECTOR_OPERATION Floats16 fusedMultiplyAdd(Floats16 a, Floats16 b, Floats16 c) {
  return __builtin_elementwise_fma(a, b, c);
}

/// Asks for the cache line at an address to be brought into the second-level cache; any address is allowed.
VECTOR_OPERATION void prefetchLine(const void *address) {
  __builtin_prefetch(address, 0, 2);
}

// Masks: -1 in the lanes where something holds, 0 elsewhere. Swift's masks, their use and the conversion of bytes
// go lane by lane as well.

/// a > b.
VECTOR_OPERATION Words16 isGreater(Floats16 a, Floats16 b) { return a > b; }

/// a ≤ b.
VECTOR_OPERATION Words16 isAtMost(Floats16 a, Floats16 b) { return a <= b; }

/// The lanes of codes that equal one.
VECTOR_OPERATION Words16 isEqual(Bytes16 codes, unsigned char code) {
  return __builtin_convertvector(codes == code, Words16);
}

/// x where the mask is set, y elsewhere.
VECTOR_OPERATION Floats16 chosen(Words16 mask, Floats16 x, Floats16 y) { return mask ? x : y; }

/// x where the mask is set, y elsewhere.
VECTOR_OPERATION Words16 chosenWords(Words16 mask, Words16 x, Words16 y) { return mask ? x : y; }

/// The low byte of each lane.
VECTOR_OPERATION Bytes16 lowBytes(Words16 words) { return __builtin_convertvector(words, Bytes16); }
