/** A point has a place of two whole numbers, a code that is a column of the palette, and a mark where it is chosen. */
export const VERTEX = `#version 300 es
in vec2 place;
in uvec2 look;
uniform vec2 centre;
uniform vec2 zoom;
uniform float size;
uniform float opacity;
uniform bool anyChosen;
uniform highp sampler2D palette;
flat out vec4 colour;
flat out int kind;

void main() {
  vec4 found = texelFetch(palette, ivec2(int(look.x), 0), 0);
  bool chosen = look.y > 0u;
  gl_PointSize = chosen ? size + 1.5 : size;
  gl_Position = vec4((place - centre) * zoom, 0.0, 1.0);
  if (found.a == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  kind = size < 4.0 ? 1 : int(texelFetch(palette, ivec2(int(look.x), 1), 0).r * 255.0 + 0.5);
  colour = vec4(found.rgb, found.a * opacity * (anyChosen && !chosen ? 0.25 : 1.0));
}`;

/** Kinds as in SHAPES: circle, square, triangle, diamond; of small points all are squares, which cost least. */
export const FRAGMENT = `#version 300 es
precision mediump float;
flat in vec4 colour;
flat in int kind;
out vec4 drawn;

void main() {
  vec2 from = gl_PointCoord * 2.0 - 1.0;
  if (kind == 0 && dot(from, from) > 1.0) discard;
  if (kind == 2 && abs(from.x) > (from.y + 1.0) * 0.5) discard;
  if (kind == 3 && abs(from.x) + abs(from.y) > 1.0) discard;
  drawn = colour;
}`;
