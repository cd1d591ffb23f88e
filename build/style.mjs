import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { charactersOf, filesBelow } from './style/characters.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = join(ROOT, 'src/style');
const OUT = join(ROOT, 'dist/assets');
/** Raised when this build makes something else of the same sources. */
const VERSION = '4';

const digest = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 12);
};

/** One name for everything the sheets, fonts and scripts are made of. */
function sourcesDigest(characters) {
  const sources = [
    ...filesBelow(SOURCE),
    ...filesBelow(join(ROOT, 'build/style')),
    join(ROOT, 'src/lib/typeface/room.ts'),
    fileURLToPath(import.meta.url),
  ].sort();
  return digest(
    VERSION,
    characters.citizen,
    characters.first,
    characters.desk,
    readFileSync(join(ROOT, 'package.json')),
    ...sources.map((file) => readFileSync(file)),
  );
}

function readManifest() {
  const file = join(OUT, 'manifest.json');
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes one asset under a name that carries its content, with its compressed twins where text gains by it. */
function writeAsset(name, content) {
  const dot = name.lastIndexOf('.');
  const hashed = `${name.slice(0, dot)}.${digest(content)}${name.slice(dot)}`;
  writeFileSync(join(OUT, hashed), content);
  if (/\.(css|js|svg)$/.test(name)) {
    writeFileSync(join(OUT, `${hashed}.br`), brotliCompressSync(content));
    writeFileSync(join(OUT, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  }
  return hashed;
}

/**
 * Builds the sheets, fonts, drawings and scripts into dist/assets and writes manifest.json
 * ({ "digest", "files": { "citizen.css": "citizen.<hash>.css", … }, "characters": those the citizens' first fonts hold }). Does nothing where the sources have not changed.
 * @returns {Promise<{ built: boolean, files: Record<string, string> }>}
 */
export async function buildStyle() {
  const characters = {
    citizen: charactersOf(join(ROOT, 'src'), 'citizen'),
    first: charactersOf(join(ROOT, 'src'), 'citizen', 'first'),
    desk: charactersOf(join(ROOT, 'src'), 'desk'),
  };
  const wanted = sourcesDigest(characters);
  const known = readManifest();
  if (known?.digest === wanted && Object.values(known.files).every((file) => existsSync(join(OUT, file)))) {
    return { built: false, files: known.files };
  }
  // Loaded only when something is to be done: a warm start must not pay for PostCSS.
  const { makeFonts } = await import('./style/fonts.mjs');
  const { makeSheet } = await import('./style/sheets.mjs');
  const { makeScripts } = await import('./style/scripts.mjs');

  mkdirSync(OUT, { recursive: true });
  const files = {};
  const put = (name, content) => {
    files[name] = writeAsset(name, content);
    return `/assets/${files[name]}`;
  };
  for (const drawing of readdirSync(join(SOURCE, 'drawings'))) {
    put(`drawings/${drawing}`.replace('drawings/', ''), readFileSync(join(SOURCE, 'drawings', drawing)));
  }
  const faces = await makeFonts({ characters, cache: join(ROOT, 'dist/.cache/fonts'), put });
  for (const site of ['citizen', 'desk']) {
    const css = await makeSheet(join(SOURCE, `${site}.css`), (drawing) => `/assets/${files[drawing]}`);
    put(`${site}.css`, faces[site] + css);
  }
  // The page that stands when nothing else does brings its sheet with it: no fonts, no drawings.
  put('stand-in.css', await makeSheet(join(SOURCE, 'stand-in.css'), () => ''));
  for (const { name, content } of await makeScripts(join(SOURCE, 'scripts'))) put(name, content);

  // What no manifest names any more goes, or the folder grows with every change of a text.
  const kept = new Set(Object.values(files).flatMap((file) => [file, `${file}.br`, `${file}.gz`]));
  for (const file of readdirSync(OUT)) if (!kept.has(file)) rmSync(join(OUT, file), { recursive: true });
  writeFileSync(
    join(OUT, 'manifest.json'),
    `${JSON.stringify({ digest: wanted, files, characters: characters.first }, null, 2)}\n`,
  );
  return { built: true, files };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const { built, files } = await buildStyle();
  console.log(
    `${built ? 'built' : 'unchanged'}: ${Object.keys(files).length} files, ${Math.round(performance.now() - started)} ms`,
  );
}
