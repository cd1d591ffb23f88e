import { closeSync, openSync, readSync } from 'node:fs';
import { FONT_FILES } from './font-files.ts';

/** Reads a part of a file. */
function part(file: number, at: number, length: number): DataView {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, at);
  return new DataView(bytes.buffer, bytes.byteOffset, length);
}

/** Code points of a map of groups (format 12): from, to, first glyph. */
function* ofGroups(map: DataView, at: number): Generator<number> {
  const groups = map.getUint32(at + 12);
  for (let n = 0; n < groups; n += 1) {
    const group = at + 16 + n * 12;
    const last = map.getUint32(group + 4);
    for (let code = map.getUint32(group); code <= last; code += 1) yield code;
  }
}

/** Code points of a map of segments (format 4), which knows the first 65,536 alone. */
function* ofSegments(map: DataView, at: number): Generator<number> {
  const size = map.getUint16(at + 6);
  for (let n = 0; n < size; n += 2) {
    const last = map.getUint16(at + 14 + n);
    const first = map.getUint16(at + 16 + size + n);
    const delta = map.getUint16(at + 16 + 2 * size + n);
    const places = at + 16 + 3 * size + n;
    const range = map.getUint16(places);
    for (let code = first; code <= last && code < 0xffff; code += 1) {
      const glyph = range === 0 ? code : map.getUint16(places + range + 2 * (code - first));
      if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) yield code;
    }
  }
}

/** A font's table `cmap` (OpenType 1.9, "cmap"), with where its map of a format begins: undefined where it has none. */
export function mapOf(path: string, ...formats: readonly number[]): { map: DataView; at: number } | undefined {
  const file = openSync(path, 'r');
  try {
    const tables = part(file, 0, 12).getUint16(4);
    const list = part(file, 12, tables * 16);
    const tag = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((n) => list.getUint8(at + n)));
    const entry = Array.from({ length: tables }, (_, n) => n * 16).find((at) => tag(at) === 'cmap');
    if (entry === undefined) return undefined;
    const map = part(file, list.getUint32(entry + 8), list.getUint32(entry + 12));
    const maps = Array.from({ length: map.getUint16(2) }, (_, n) => map.getUint32(8 + n * 8));
    for (const format of formats) {
      const at = maps.find((one) => map.getUint16(one) === format);
      if (at !== undefined) return { map, at };
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** The code points a font has a drawing for. A map of groups holds what that of segments does. */
function codesOf(path: string): Set<number> {
  const found = mapOf(path, 12, 4);
  if (found === undefined) return new Set();
  const { map, at } = found;
  return new Set(map.getUint16(at) === 12 ? ofGroups(map, at) : ofSegments(map, at));
}

let known: ReadonlySet<number> | undefined;

/** Whether paper can show a code point, in both weights. The fonts are asked once. */
export function drawable(code: number): boolean {
  if (known === undefined) {
    const [regular, bold] = [FONT_FILES.regular, FONT_FILES.bold].map((files) =>
      files.reduce((all, file) => all.union(codesOf(file)), new Set<number>()),
    );
    known = regular?.intersection(bold ?? new Set()) ?? new Set();
  }
  return known.has(code);
}
