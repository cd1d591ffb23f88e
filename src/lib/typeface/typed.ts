import { hash } from 'node:crypto';
import { inThread } from '../thread.ts';
import { ROOM } from './room.ts';

export type Weight = 400 | 700;
type FaceFile = { type: string; content: Buffer };

/** Beside this file: as it is written, or as `npm run build` bundled it. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './typeface-worker.js', import.meta.url);
/** Pages sent a moment ago ask for the files of the texts before. */
const MOST_SETS = 3;
/** All of JIS level 1 and more: what staff type beyond that falls back to the slices of the build. */
const MOST_CHARACTERS = 3_000;
const WEIGHTS: readonly Weight[] = [400, 700];

/** Code points as `unicode-range` names them, neighbours as one range. */
export function rangesOf(text: string): string {
  const codes = [...new Set(text)].map((character) => character.codePointAt(0) ?? 0).toSorted((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const code of codes) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges.map(([from, to]) => `U+${from.toString(16)}${to > from ? `-${to.toString(16)}` : ''}`).join(',');
}

const face = (weight: Weight, url: string, text: string): string =>
  `@font-face{font-family:"BIZ UDPGothic";font-style:normal;font-weight:${weight};font-display:swap;${ROOM}src:url(${url}) format("woff2");unicode-range:${rangesOf(text)}}`;

/** What of the texts the fonts of the build lack: kanji and letters, each once, in code order. */
export function lacking(texts: Iterable<string>, held: string): string {
  const known = new Set(held);
  const lacks = new Set<string>();
  for (const text of texts) for (const character of text) if (character > ' ' && !known.has(character)) lacks.add(character);
  return [...lacks].toSorted().slice(0, MOST_CHARACTERS).join('');
}

type Cut = Record<Weight, Uint8Array>;
/** What was cut last in this process, by its characters: a door that opens after another does not cut the same anew. */
const cuts = new Map<string, Promise<Cut>>();
const MOST_CUTS = 10;

/** Both weights' files with these characters alone, cut in a thread in about a second; what failed is tried again when it is asked for again. */
function cutOf(text: string): Promise<Cut> {
  const known = cuts.get(text);
  if (known !== undefined) return known;
  const cut = inThread<Cut>(THREAD, text, 'cuts fonts');
  cuts.set(text, cut);
  cut.catch(() => cuts.delete(text));
  const [oldest] = cuts.keys();
  if (cuts.size > MOST_CUTS && oldest !== undefined) cuts.delete(oldest);
  return cut;
}

/**
 * Small font files for what staff typed (names of offices, notices, cautions), made anew when those texts change, so that a page of theirs
 * costs kilobytes, not a slice of the font for each kanji. The same texts have the same address in every process.
 * @param folder the address the files are asked for under, with a slash at its end
 * @param held the characters the fonts of the build hold
 * @param ready is told the sheet's address once its files are made; undefined where nothing is lacking
 */
export function typedFaces(folder: string, held: string, ready: (sheet: string | undefined) => void) {
  const sets = new Map<string, Map<string, FaceFile>>();
  let wanted = '';
  let making: Promise<void> = Promise.resolve();

  async function make(text: string): Promise<void> {
    // Others were typed meanwhile: theirs are made next.
    if (text !== wanted) return;
    const name = hash('sha256', `1\0${text}`).slice(0, 16);
    if (text !== '' && !sets.has(name)) {
      const cut = await cutOf(text);
      const files = new Map<string, FaceFile>();
      const rules = WEIGHTS.map((weight) => {
        files.set(`${name}-${weight}.woff2`, { type: 'font/woff2', content: Buffer.from(cut[weight]) });
        return face(weight, `${folder}${name}-${weight}.woff2`, text);
      });
      // IE11 would ask this file alone for every character of the family: it skips @supports.
      files.set(`${name}.css`, {
        type: 'text/css; charset=utf-8',
        content: Buffer.from(`@supports (display:grid){${rules.join('\n')}}\n`),
      });
      sets.set(name, files);
      const [oldest] = sets.keys();
      if (sets.size > MOST_SETS && oldest !== undefined) sets.delete(oldest);
    }
    ready(text === '' ? undefined : `${folder}${name}.css`);
  }

  return {
    /** The texts as they stand now. Makes what is new, in a thread; a font that cannot be made leaves the pages with the slices, and is tried again. */
    want(texts: Iterable<string>): Promise<void> {
      const text = lacking(texts, held);
      if (text === wanted) return making;
      wanted = text;
      making = making
        .catch(() => {})
        .then(() => make(text))
        .catch((error: unknown) => {
          if (wanted === text) wanted = '';
          throw error;
        });
      return making;
    },
    /** A file by its name; undefined where it was never made here, or long ago. */
    file(name: string): FaceFile | undefined {
      return sets.get(name.slice(0, 16))?.get(name);
    },
  };
}
