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

/// Stores past the caches, for what is not read again soon; the address is a multiple of 64.
VECTOR_OPERATION void storePast(Floats16 values, float *address) {
  __builtin_nontemporal_store(values, (Floats16 *)address);
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

/// Each value with the leading 8 bits of its significand alone: a bfloat16 with 16 zero bits behind it.
VECTOR_OPERATION Floats16 leadingBits(Floats16 x) { return (Floats16)((Words16)x & (int)0xffff0000); }

/// Words with the upper half of `low` in the lower and that of `high` in the upper half.
VECTOR_OPERATION Words16 joinedHalves(Floats16 low, Floats16 high) {
  typedef unsigned Unsigned16 __attribute__((ext_vector_type(16)));
  return (Words16)((Unsigned16)low >> 16) | ((Words16)high & (int)0xffff0000);
}

/// Values 0, 2, 4, …, 30 of 32.
VECTOR_OPERATION Floats16 evenValues(Floats16 left, Floats16 right) {
  return __builtin_shufflevector(left, right, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

/// Values 1, 3, 5, …, 31 of 32.
VECTOR_OPERATION Floats16 oddValues(Floats16 left, Floats16 right) {
  return __builtin_shufflevector(left, right, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/// Transposes 16 × 16 floats: rows `stride` floats apart in, one after the other out.
VECTOR_OPERATION void transposeSquare(const float *source, long stride, float *target) {
  Floats16 rows[16], mixed[16];
  for (int row = 0; row < 16; row++) __builtin_memcpy(&rows[row], source + row * stride, 64);
  // Four perfect shuffles of the rows with those half the square below.
  for (int round = 0; round < 4; round++) {
    for (int row = 0; row < 8; row++) {
      mixed[2 * row] = __builtin_shufflevector(
          rows[row], rows[row + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      mixed[2 * row + 1] = __builtin_shufflevector(
          rows[row], rows[row + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
    for (int row = 0; row < 16; row++) rows[row] = mixed[row];
  }
  for (int row = 0; row < 16; row++) __builtin_memcpy(target + 16 * row, &rows[row], 64);
}

/// The nearest whole numbers, halves to the even one.
VECTOR_OPERATION Floats16 roundedToEven(Floats16 x) { return __builtin_elementwise_roundeven(x); }

/// x · 2ⁿ for whole n, where neither x nor the result is denormal: n goes into the exponent's bits.
VECTOR_OPERATION Floats16 timesPowerOfTwo(Floats16 x, Floats16 n) {
  return (Floats16)((Words16)x + (__builtin_convertvector(n, Words16) << 23));
}

// Double precision, for the features.

typedef double Doubles8 __attribute__((ext_vector_type(8)));
typedef float Floats8 __attribute__((ext_vector_type(8)));

/// a · b + c in each lane, rounded once.
VECTOR_OPERATION Doubles8 fusedMultiplyAddDoubles(Doubles8 a, Doubles8 b, Doubles8 c) {
  return __builtin_elementwise_fma(a, b, c);
}

/// Each value rounded to single precision.
VECTOR_OPERATION Floats8 roundedToSingle(Doubles8 x) { return __builtin_convertvector(x, Floats8); }

/// The square root of each value.
VECTOR_OPERATION Floats16 squareRoots(Floats16 x) { return __builtin_elementwise_sqrt(x); }

/// Transposes 8 × 8 doubles: rows `stride` doubles apart in, `targetStride` doubles apart out.
VECTOR_OPERATION void transposeSquareOfDoubles(const double *source, long stride, double *target, long targetStride) {
  Doubles8 rows[8], mixed[8];
  for (int row = 0; row < 8; row++) __builtin_memcpy(&rows[row], source + row * stride, 64);
  // Three perfect shuffles of the rows with those half the square below.
  for (int round = 0; round < 3; round++) {
    for (int row = 0; row < 4; row++) {
      mixed[2 * row] = __builtin_shufflevector(rows[row], rows[row + 4], 0, 8, 1, 9, 2, 10, 3, 11);
      mixed[2 * row + 1] = __builtin_shufflevector(rows[row], rows[row + 4], 4, 12, 5, 13, 6, 14, 7, 15);
    }
    for (int row = 0; row < 8; row++) rows[row] = mixed[row];
  }
  for (int row = 0; row < 8; row++) __builtin_memcpy(target + row * targetStride, &rows[row], 64);
}
