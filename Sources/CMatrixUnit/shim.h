#pragma once

// Intel's matrix unit (AMX): Swift has no way to reach its registers.
//
// A tile register holds 16 rows of 64 bytes. These functions keep four tiles of sums (2 × 2, 32 × 32 floats) in the
// registers 0 to 3 and bring operands to 4 to 7. Between `beginTiles` and `endTiles` nothing else touches the registers,
// so that sums live on from one call to the next.
//
// An operand's tile comes in three pieces of bfloat16 that add up to its single-precision values exactly: h + m + l, 8 bits
// of the significand each, most significant first, 1 KB a piece. Of the nine products of pieces the three smallest, below
// 2⁻²¹ of the product, are left out; sums are in single precision.

#include <stdbool.h>
#include <stdint.h>

/// 32-bit words from a piece of an operand's tile to the next.
enum { operandPiece = 256, operandTile = 3 * operandPiece };

#if defined(__x86_64__) && defined(__linux__)

#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MATRIX_OPERATION static inline __attribute__((target("amx-tile,amx-bf16"), noinline))

/// Whether this processor has the unit and the system lets this process use it; asks the system for that.
static inline bool requestMatrixUnit(void) {
  enum { requestPermission = 0x1023, tileData = 18 };
  __builtin_cpu_init();
  return __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16") &&
         syscall(SYS_arch_prctl, requestPermission, tileData) == 0;
}

/// Sets up the tile registers of this thread: all of 16 rows of 64 bytes.
MATRIX_OPERATION void beginTiles(void) {
  struct {
    uint8_t palette, start, reserved[14];
    uint16_t rowBytes[16];
    uint8_t rows[16];
  } configuration = {.palette = 1};
  for (int tile = 0; tile < 8; tile++) {
    configuration.rowBytes[tile] = 64;
    configuration.rows[tile] = 16;
  }
  _tile_loadconfig(&configuration);
}

/// Gives the tile registers back.
MATRIX_OPERATION void endTiles(void) { _tile_release(); }

/// Sets the four sums to zero.
MATRIX_OPERATION void clearSums(void) {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
}

/// Loads the sums: two tiles of the upper 16 rows and two of the lower, the right ones `right` floats behind the left,
/// rows `row` floats apart.
MATRIX_OPERATION void loadSums(const float *upper, const float *lower, long right, long row) {
  _tile_loadd(0, upper, 4 * row);
  _tile_loadd(1, upper + right, 4 * row);
  _tile_loadd(2, lower, 4 * row);
  _tile_loadd(3, lower + right, 4 * row);
}

/// The inverse of `loadSums`.
MATRIX_OPERATION void storeSums(float *upper, float *lower, long right, long row) {
  _tile_stored(0, upper, 4 * row);
  _tile_stored(1, upper + right, 4 * row);
  _tile_stored(2, lower, 4 * row);
  _tile_stored(3, lower + right, 4 * row);
}

/// Stores the upper two sums alone.
MATRIX_OPERATION void storeUpperSums(float *upper, long right, long row) {
  _tile_stored(0, upper, 4 * row);
  _tile_stored(1, upper + right, 4 * row);
}

#define UPPER(piece) _tile_loadd(4, upper + (piece) * operandPiece, 64)
#define LOWER(piece) _tile_loadd(5, lower + (piece) * operandPiece, 64)
#define LEFT(piece) _tile_loadd(6, left + (piece) * operandPiece, 64)
#define RIGHT(piece) _tile_loadd(7, right + (piece) * operandPiece, 64)
#define MULTIPLY_UPPER \
  _tile_dpbf16ps(0, 4, 6); \
  _tile_dpbf16ps(1, 4, 7)
#define MULTIPLY_LOWER \
  _tile_dpbf16ps(2, 5, 6); \
  _tile_dpbf16ps(3, 5, 7)

// The order of pieces changes two of the four operand registers at a time.
#define PART_0 UPPER(0); LEFT(2); RIGHT(2); MULTIPLY_UPPER
#define PART_1 LOWER(0); MULTIPLY_LOWER
#define PART_2 LEFT(1); RIGHT(1); MULTIPLY_UPPER
#define PART_3 MULTIPLY_LOWER
#define PART_4 LEFT(0); RIGHT(0); MULTIPLY_UPPER
#define PART_5 MULTIPLY_LOWER
#define PART_6 UPPER(2); MULTIPLY_UPPER
#define PART_7 LOWER(2); MULTIPLY_LOWER
#define PART_8 UPPER(1); MULTIPLY_UPPER
#define PART_9 LOWER(1); MULTIPLY_LOWER
#define PART_10 LEFT(1); RIGHT(1); MULTIPLY_UPPER
#define PART_11 MULTIPLY_LOWER

/// Adds the product of two tiles of rows and two of columns to the sums: 32 terms each.
MATRIX_OPERATION void addProducts(
    const uint32_t *upper, const uint32_t *lower, const uint32_t *left, const uint32_t *right) {
  PART_0; PART_1; PART_2; PART_3; PART_4; PART_5; PART_6; PART_7; PART_8; PART_9; PART_10; PART_11;
}

/// Parts of `addProducts`.
enum { productParts = 12 };

/// Does one of the parts of `addProducts`, all of which are due in order: other work goes between them, so that neither
/// waits for the other.
MATRIX_OPERATION void addProductsPart(
    long part, const uint32_t *upper, const uint32_t *lower, const uint32_t *left, const uint32_t *right) {
  switch (part) {
    case 0: PART_0; break;
    case 1: PART_1; break;
    case 2: PART_2; break;
    case 3: PART_3; break;
    case 4: PART_4; break;
    case 5: PART_5; break;
    case 6: PART_6; break;
    case 7: PART_7; break;
    case 8: PART_8; break;
    case 9: PART_9; break;
    case 10: PART_10; break;
    default: PART_11; break;
  }
}

#undef MATRIX_OPERATION

#else

static inline bool requestMatrixUnit(void) { return false; }

// Other processors have no such unit: the kernels that use it compile, and nobody calls them.
enum { productParts = 12 };
static inline void beginTiles(void) { __builtin_trap(); }
static inline void endTiles(void) { __builtin_trap(); }
static inline void clearSums(void) { __builtin_trap(); }
static inline void loadSums(const float *upper, const float *lower, long right, long row) { __builtin_trap(); }
static inline void storeSums(float *upper, float *lower, long right, long row) { __builtin_trap(); }
static inline void storeUpperSums(float *upper, long right, long row) { __builtin_trap(); }
static inline void addProducts(
    const uint32_t *upper, const uint32_t *lower, const uint32_t *left, const uint32_t *right) {
  __builtin_trap();
}
static inline void addProductsPart(
    long part, const uint32_t *upper, const uint32_t *lower, const uint32_t *left, const uint32_t *right) {
  __builtin_trap();
}

#endif
