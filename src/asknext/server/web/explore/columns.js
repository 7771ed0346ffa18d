/** Reads the columns that the server sends (labelling/explore/binary_columns.py): views into one buffer, nothing copied. */
const TYPES = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, float32: Float32Array };
const MAGIC = 0x43584e41;
const VERSION = 1;
const HEAD = 16;

export function readColumns(buffer) {
  const head = new DataView(buffer);
  if (buffer.byteLength < HEAD || head.getUint32(0, true) !== MAGIC) throw new Error("These are no columns.");
  const [version, length] = [head.getUint32(4, true), head.getUint32(8, true)];
  if (version !== VERSION) throw new Error(`The server sends columns of layout ${version}; this page reads ${VERSION}. Reload it.`);
  const { about, columns } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEAD, length)));
  const start = HEAD + length;
  const found = Object.fromEntries(columns.map((one) => [one.name, new TYPES[one.type](buffer, start + one.at, one.length)]));
  return { about, columns: found };
}
