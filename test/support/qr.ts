import jsqr from 'jsqr';
import type { decode } from '../../build/pictures/shrink.ts';

/** What a telephone reads from the QR code of a picture; undefined where it finds none. */
export function readQr({ rgb, width, height }: ReturnType<typeof decode>): string | undefined {
  // Four values a pixel.
  const four = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    for (let at = 0; at < 4; at += 1) four[pixel * 4 + at] = at === 3 ? 255 : (rgb[pixel * 3 + at] ?? 0);
  return jsqr.default(four, width, height)?.data;
}
