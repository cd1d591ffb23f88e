import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = 8;
const COLOURS = 256;

type Pixels = { width: number; height: number; rgb: Uint8Array };

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const found = [];
  for (let at = SIGNATURE; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The pixels of a PNG as browsers write it: 8 bits, RGB or RGBA, not interlaced. What shows through is dropped: a page is opaque. */
export function decode(png: Buffer): Pixels {
  const chunks = chunksOf(png);
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (head === undefined || head[8] !== 8 || (head[9] !== 2 && head[9] !== 6) || head[12] !== 0)
    throw new Error('not a PNG of a browser');
  const [width, height, size] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 2 ? 3 : 4];
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const row = width * size;
  const all = new Uint8Array(height * row);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const left = x < size ? 0 : (all[at - size] ?? 0);
      const up = y === 0 ? 0 : (all[at - row] ?? 0);
      const corner = x < size || y === 0 ? 0 : (all[at - row - size] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      all[at] = (raw[y * (row + 1) + 1 + x] ?? 0) + guess;
    }
  }
  const rgb = new Uint8Array(width * height * 3);
  for (let n = 0; n < width * height; n += 1) rgb.set(all.subarray(n * size, n * size + 3), n * 3);
  return { width, height, rgb };
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

/** The 256 commonest colours; every other becomes the nearest of them. A page of text hardly has more. */
function reduce({ rgb }: Pixels): { palette: number[]; indexes: Uint8Array } {
  const pixels = Uint32Array.from(
    { length: rgb.length / 3 },
    (_, n) => ((rgb[3 * n] ?? 0) << 16) | ((rgb[3 * n + 1] ?? 0) << 8) | (rgb[3 * n + 2] ?? 0),
  );
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts.entries()]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, COLOURS)
    .map(([colour]) => colour);
  const index = new Map(palette.map((colour, n) => [colour, n]));
  for (const colour of counts.keys()) {
    if (index.has(colour)) continue;
    const nearest = palette.reduce(
      (best, one, n) => (distance(one, colour) < distance(palette[best] ?? 0, colour) ? n : best),
      0,
    );
    index.set(colour, nearest);
  }
  return { palette, indexes: Uint8Array.from(pixels, (colour) => index.get(colour) ?? 0) };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The same picture with a palette of 256 colours: a screen takes a third to a half of the bytes. */
export function shrunk(png: Buffer): Buffer {
  const pixels = decode(png);
  const { width, height } = pixels;
  const { palette, indexes } = reduce(pixels);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) rows.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
