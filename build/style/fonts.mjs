import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { ROOM } from '../../src/lib/typeface/room.ts';
import { kanjiSlices } from './characters.mjs';

const require = createRequire(import.meta.url);
const FOLDER = '@expo-google-fonts/';
const FONTS = [
  {
    family: 'BIZ UDPGothic',
    name: 'udp',
    weight: 400,
    source: `${FOLDER}biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf`,
    kanji: true,
  },
  {
    family: 'BIZ UDPGothic',
    name: 'udp-bold',
    weight: 700,
    source: `${FOLDER}biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf`,
    kanji: true,
  },
  // Numbers read aloud and IDs only: no more than ASCII is needed of it.
  {
    family: 'BIZ UDGothic',
    name: 'ud',
    weight: 400,
    source: `${FOLDER}biz-udgothic/400Regular/BIZUDGothic_400Regular.ttf`,
    kanji: false,
  },
  {
    family: 'BIZ UDGothic',
    name: 'ud-bold',
    weight: 700,
    source: `${FOLDER}biz-udgothic/700Bold/BIZUDGothic_700Bold.ttf`,
    kanji: false,
  },
];
/** Without this every alternative drawing of a kanji comes along (jp78, trad, vert): more than half of a file, and no page asks for one. */
const NO_ALTERNATIVES = { keepFeatures: ['ccmp'], dropTables: ['vhea', 'vmtx', 'meta'] };
/**
 * Instructions for coarse screens are a quarter of a file. A citizen's phone has no use for them; the desk's screens do, and so do the old
 * browsers that ask for woff.
 */
const hinting = (site, format) => (site === 'citizen' && format === 'woff2' ? { noHinting: true } : {});
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)).join('');

/**
 * Cuts the fonts and answers each site's @font-face rules.
 * One file a weight and site holds what its own texts need, as woff2 and woff, for every browser; the citizens' woff2 leaves to a second one
 * what stands off the way alone (`first`), so that the first load does not pay for it. What staff type on the citizens' pages comes in files the door makes of their texts (`lib/typeface`). All other kanji come in slices a browser fetches only when a page shows one that these
 * files lack; they stand behind @supports because IE11 would fetch all of them (Windows 10 has the font itself), and before the first file because
 * the last rule is asked first. They are woff: 25 % larger than woff2, made 25 times faster.
 * @param {{ characters: { citizen: string, desk: string, first: string }, cache: string, put: (name: string, content: Buffer) => string }} options
 * @returns {Promise<{ citizen: string, desk: string }>} CSS
 */
export async function makeFonts({ characters, cache, put }) {
  mkdirSync(cache, { recursive: true });
  const used = new Set();
  const cut = async (font, text, format, more = {}) => {
    const options = { targetFormat: format, ...NO_ALTERNATIVES, ...more };
    const key = createHash('sha256').update(font.source).update(text).update(JSON.stringify(options));
    const name = `${key.digest('hex').slice(0, 24)}.${format}`;
    used.add(name);
    const file = join(cache, name);
    if (existsSync(file)) return readFileSync(file);
    const content = await subsetFont(readFileSync(require.resolve(font.source)), text, options);
    writeFileSync(file, content);
    return content;
  };
  const face = (font, sources, range) =>
    `@font-face{font-family:"${font.family}";font-style:normal;font-weight:${font.weight};font-display:swap;${ROOM}src:${sources.join(',')}${range}}\n`;
  const code = (character) => character.codePointAt(0).toString(16);

  let sliced = '';
  for (const font of FONTS.filter(({ kanji }) => kanji)) {
    for (const [index, slice] of kanjiSlices().entries()) {
      const url = put(`${font.name}-${index + 1}.woff`, await cut(font, slice.join(''), 'woff'));
      sliced += face(font, [`url(${url}) format("woff")`], `;unicode-range:U+${code(slice[0])}-${code(slice.at(-1))}`);
    }
  }
  const rules = {};
  for (const site of ['citizen', 'desk']) {
    rules[site] = `@supports (display:grid){\n${sliced}}\n`;
    for (const font of FONTS) {
      // The underscore of BIZ UDPGothic is a hair that common screens swallow, a gap in a file's name: the next font draws it.
      const text = font.kanji ? characters[site].replaceAll('_', '') : ASCII;
      const first = new Set(font.kanji && site === 'citizen' ? characters.first : text);
      const [now, later] = [true, false].map((is) => [...text].filter((character) => first.has(character) === is));
      const [woff2, woff, rest] = await Promise.all([
        cut(font, now.join(''), 'woff2', hinting(site, 'woff2')),
        cut(font, text, 'woff', hinting(site, 'woff')),
        later.length === 0 ? undefined : cut(font, later.join(''), 'woff2', hinting(site, 'woff2')),
      ]);
      if (rest !== undefined) {
        const source = `url(${put(`${site}-${font.name}-more.woff2`, rest)}) format("woff2")`;
        const range = later.map((character) => `U+${code(character)}`).join(',');
        rules[site] += `@supports (display:grid){\n${face(font, [source], `;unicode-range:${range}`)}}\n`;
      }
      const sources = [
        `url(${put(`${site}-${font.name}.woff2`, woff2)}) format("woff2")`,
        `url(${put(`${site}-${font.name}.woff`, woff)}) format("woff")`,
      ];
      rules[site] += face(font, sources, '');
    }
  }
  for (const file of readdirSync(cache)) if (!used.has(file)) rmSync(join(cache, file));
  return rules;
}
