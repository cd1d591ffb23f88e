import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** Where the built sheets, scripts, fonts and drawings lie. */
export const ASSET_FOLDER = join(ROOT, 'dist/assets');

let files: Record<string, string> = {};
let held = '';
let typed: string | undefined;

/** Reads the names of this build. A door calls it once at start; without a build it fails, saying what to run. */
export function loadAssets(folder: string = ASSET_FOLDER): void {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('files' in manifest)) throw new Error('no files in it');
    files = manifest.files as Record<string, string>;
    held = 'characters' in manifest && typeof manifest.characters === 'string' ? manifest.characters : '';
  } catch (error) {
    throw new Error(`${folder}/manifest.json cannot be read: run "npm run build" first`, { cause: error });
  }
}

/** The address of an asset, with its content's hash where assets are loaded: it may be cached for ever. */
export const asset = (name: string): string => `/assets/${files[name] ?? name}`;

/** The characters that the citizens' fonts of this build hold. */
export const heldCharacters = (): string => held;

/** The sheet with the fonts of what staff typed (`lib/typeface`), where one is made; every citizens' page asks for it. */
export const typedSheet = (): string | undefined => typed;
export function useTypedSheet(href: string | undefined): void {
  typed = href;
}

/** Where an asset of this build lies. @throws where nothing was built */
export function assetFile(name: string): string {
  if (files[name] === undefined) loadAssets();
  return join(ASSET_FOLDER, files[name] ?? name);
}
