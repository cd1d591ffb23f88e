// Every package that npm brings, for running and for building, is under a licence that asks nothing of a city which uses or passes on the program
// beyond naming the authors. What is only built and tested with may be under the MPL as well: it is not passed on.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import { ROOT } from '../../src/lib/root.ts';

/** One package: where npm put it, what it says, whether it is for building and testing only. */
type Package = { path: string; licence: string | undefined; dev: boolean };

const RUNNING =
  '0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC-BY-4.0 CC0-1.0 ISC MIT MIT-0 OFL-1.1 PostgreSQL PSF-2.0 Python-2.0 Zlib'.split(
    ' ',
  );
/** What only checks and builds is passed on to nobody: these ask for no more than the author's name. */
const BUILDING = [...RUNNING, 'MPL-2.0', 'Artistic-2.0', 'CC-BY-3.0', 'WTFPL'];

/** Packages that name no licence in package.json, read by a person: path → what the licence file beside it says. */
const READ: ReadonlyMap<string, string> = new Map([['node_modules/png-js', 'MIT']]);

/** Whether an SPDX expression is met by the allowed names; what is no expression ("SEE LICENSE IN x") is not. */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
  try {
    return satisfies(expression, allowed);
  } catch {
    return false;
  }
}

/** What is wrong with the licences, a sentence each. */
export const wrongLicences = (packages: readonly Package[], read = READ): string[] =>
  packages.flatMap(({ path, licence = read.get(path), dev }) => {
    if (licence === undefined) return [`${path} names no licence: read it, then add it to READ in build/check/licences.ts`];
    if (isAllowed(licence, dev ? BUILDING : RUNNING)) return [];
    return [`${path} is under ${licence}, which is not allowed for what ${dev ? 'builds' : 'runs'}`];
  });

type Lock = { packages: Record<string, { license?: string; dev?: boolean }> };

/** What package-lock.json names: what is installed says itself; the rest is for other platforms and says it in the lock file. */
function installed(): Package[] {
  const { packages }: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { license, dev = false }]) => {
      const file = join(ROOT, path, 'package.json');
      const own: { license?: unknown } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
      return { path, licence: typeof own.license === 'string' ? own.license : license, dev };
    });
}

/** Fonts go out to every browser: their own licence has to lie in the package. */
export const wrongFonts = (fonts: readonly { path: string; text: string }[]): string[] =>
  fonts.flatMap(({ path, text }) => (/SIL OPEN FONT LICENSE/iu.test(text) ? [] : [`${path} is no SIL Open Font License`]));

function main(): number {
  const packages = installed();
  const fonts = globSync('node_modules/@expo-google-fonts/*', { cwd: ROOT }).map((folder) => {
    const path = join(folder, 'LICENSE_FONT');
    return { path, text: existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '' };
  });
  const found = [...wrongLicences(packages), ...wrongFonts(fonts)];
  for (const line of found) console.error(line);
  console.log(`${packages.length} packages, ${fonts.length} fonts, ${found.length} wrong`);
  return found.length > 0 || packages.length === 0 || fonts.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
