import { inflateSync } from 'node:zlib';

/** A text as one stroke of a pen wrote it: on which page, where its baseline begins, in points from the left and the top. */
export type Written = { page: number; x: number; y: number; size: number; text: string };

type Part = { words: string; stream: string };

/** The numbered parts of a document as pdfkit writes it, their streams unpacked. */
function partsOf(pdf: Uint8Array): Map<string, Part> {
  const all = Buffer.from(pdf).toString('latin1');
  const found = new Map<string, Part>();
  for (const start of all.matchAll(/^(\d+) 0 obj\n/gmu)) {
    const from = start.index + start[0].length;
    const end = all.indexOf('endobj', from);
    const stream = all.indexOf('stream\n', from);
    const words = all.slice(from, stream === -1 || stream > end ? end : stream);
    const length = Number(/^\/Length (\d+)$/mu.exec(words)?.[1] ?? 0);
    const packed = Buffer.from(all.slice(stream + 7, stream + 7 + length), 'latin1');
    found.set(start[1] ?? '', { words, stream: words.includes('FlateDecode') ? inflateSync(packed).toString('latin1') : '' });
  }
  return found;
}

/** What each code of a font says, by its number. */
function signsOf(map: string): string[] {
  const signs: string[] = [];
  for (const [, first = '0', codes = ''] of map.matchAll(/^<([0-9a-f]+)> <[0-9a-f]+> \[(.*)\]$/gmu))
    Array.from(codes.matchAll(/<([0-9a-f ]+)>/gu), ([, hex = '']) =>
      String.fromCharCode(...hex.split(' ').map((unit) => Number.parseInt(unit, 16))),
    ).forEach((sign, at) => {
      signs[Number.parseInt(first, 16) + at] = sign;
    });
  return signs;
}

const refOf = (words: string, name: string): string => new RegExp(`/${name} (\\d+) 0 R`, 'u').exec(words)?.[1] ?? '';

/** What a paper says, in the order it is drawn. */
export function pdfText(pdf: Uint8Array): Written[] {
  const parts = partsOf(pdf);
  const part = (ref: string): Part => parts.get(ref) ?? { words: '', stream: '' };
  const pages = [...parts.values()].filter(({ words }) => /\/Type \/Page\n/u.test(words));
  return pages.flatMap(({ words }, at) => {
    const height = Number(/\/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/u.exec(words)?.[1]);
    const fonts = new Map(
      Array.from(part(refOf(words, 'Resources')).words.matchAll(/\/(F\d+) (\d+) 0 R/gu), ([, name = '', ref = '']) => [
        name,
        signsOf(part(refOf(part(ref).words, 'ToUnicode')).stream),
      ]),
    );
    const strokes = part(refOf(words, 'Contents')).stream.matchAll(
      /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm\n\/(F\d+) ([\d.]+) Tf\n(?:[^\n]* Tr\n)?\[(.*)\] TJ/gu,
    );
    return Array.from(strokes, ([, x = '', y = '', font = '', size = '', codes = '']) => ({
      page: at + 1,
      x: Number(x),
      y: height - Number(y),
      size: Number(size),
      text: Array.from(
        codes.matchAll(/[0-9a-f]{4}(?=[0-9a-f]*>)/gu),
        ([code]) => fonts.get(font)?.[Number.parseInt(code, 16)],
      ).join(''),
    }));
  });
}
