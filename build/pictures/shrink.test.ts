import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decode, shrunk } from './shrink.ts';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

/** An RGB picture, its rows as they stand in the file: filter first. */
function png(width: number, rows: number[][]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(rows.length, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('each way of writing a row is read', () => {
  const first = [10, 20, 30, 40, 50, 60];
  const rows: [filter: number, bytes: number[]][] = [
    [1, [10, 20, 30, 30, 30, 30]],
    [2, [0, 0, 0, 0, 0, 0]],
    [3, [5, 10, 15, 15, 15, 15]],
    [4, [0, 0, 0, 0, 0, 0]],
  ];
  for (const [filter, bytes] of rows) {
    const { rgb } = decode(
      png(2, [
        [0, ...first],
        [filter, ...bytes],
      ]),
    );
    expect([...rgb.subarray(6)], `filter ${filter}`).toEqual(first);
  }
});

test('a picture of few colours stays as it is, of many it keeps the commonest', () => {
  const small = shrunk(
    png(2, [
      [0, 255, 0, 0, 0, 0, 255],
      [0, 0, 0, 255, 0, 0, 255],
    ]),
  );
  expect(small.includes(Buffer.from([0x50, 0x4c, 0x54, 0x45, 0, 0, 255, 255, 0, 0]))).toBe(true);
  const many = Array.from({ length: 300 }, (_, n) => [n % 256, n >> 8, 0]).flat();
  const bytes = shrunk(png(600, [[0, ...many, ...Array.from({ length: 300 }, () => [9, 9, 9]).flat()]]));
  const at = bytes.indexOf('PLTE');
  expect(bytes.readUInt32BE(at - 4)).toBe(256 * 3);
  expect([...bytes.subarray(at + 4, at + 7)]).toEqual([9, 9, 9]);
  const data = bytes.indexOf('IDAT');
  expect(inflateSync(bytes.subarray(data + 4, data + 4 + bytes.readUInt32BE(data - 4)))).toHaveLength(601);
});

test('what is no picture of a browser is refused', () => {
  expect(() => decode(Buffer.concat([SIGNATURE, chunk('IHDR', Buffer.alloc(13))]))).toThrow('not a PNG');
});
