#pragma once
#include <cairo/cairo.h>
#include <dlfcn.h>
#include <stddef.h>

// Cairo is loaded at run time and not linked. This table has the types that its header declares, which Swift cannot
// take from a function that is not linked.

#define CAIRO_FUNCTIONS(F) \
  F(arc) F(create) F(destroy) F(fill) F(image_surface_create) F(line_to) F(move_to) F(new_path) F(new_sub_path) \
  F(rectangle) F(restore) F(rotate) F(save) F(scale) F(select_font_face) F(set_dash) F(set_font_size) \
  F(set_line_join) F(set_line_width) F(set_source_rgba) F(show_text) F(status) F(status_to_string) F(stroke) \
  F(surface_destroy) F(surface_flush) F(surface_write_to_png_stream) F(text_extents) F(translate)

struct CairoFunctions {
#define FUNCTION(name) __typeof__(cairo_##name) *name;
  CAIRO_FUNCTIONS(FUNCTION)
#undef FUNCTION
};

/// Looks up all functions; returns the name of the first one that the library does not have, or NULL.
static inline const char *findCairoFunctions(struct CairoFunctions *functions, void *library) {
#define FUNCTION(name) \
  if (!(functions->name = (__typeof__(cairo_##name) *)dlsym(library, "cairo_" #name))) return "cairo_" #name;
  CAIRO_FUNCTIONS(FUNCTION)
#undef FUNCTION
  return NULL;
}
