import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

/** The browser's program and the environment it needs. */
export type Chromium = { program: string; env: Record<string, string> };

const FONTS = ['biz-udpgothic', 'biz-udgothic', 'noto-sans-jp'].map((name) =>
  join(ROOT, 'node_modules/@expo-google-fonts', name),
);
/** The package unpacks its own libraries only where it believes to be in this environment. */
const UNPACK_LIBRARIES = 'AWS_Lambda_nodejs22.x';

function release(): string {
  const file = join(ROOT, 'node_modules/@sparticuz/chromium/package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

/** Whole or absent: unpacked beside and renamed, so that several test runs may begin at once. */
function unpacked(): string {
  const folder = join(tmpdir(), `madoguchi-chromium-${release()}-${userInfo().username}`);
  if (existsSync(folder)) return folder;
  const half = `${folder}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  const made = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: half, AWS_EXECUTION_ENV: UNPACK_LIBRARIES },
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`the browser could not be unpacked: ${made.stderr}`);
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Japanese glyphs from the fonts that npm brought, whatever the machine has. `others`: folders of fonts for letters that those lack. */
function fontSettings(folder: string, others: readonly string[] = []): string {
  const file = join(
    folder,
    `fonts-${createHash('sha1')
      .update([ROOT, ...others].join(' '))
      .digest('hex')
      .slice(0, 8)}.conf`,
  );
  const prefer = (family: string, real: string) =>
    `<alias><family>${family}</family><prefer><family>${real}</family></prefer></alias>`;
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${[...FONTS, ...others].map((dir) => `<dir>${dir}</dir>`).join('')}
<cachedir>${join(folder, 'fontcache')}</cachedir>${prefer('sans-serif', 'BIZ UDPGothic')}${prefer('serif', 'BIZ UDPGothic')}${prefer('monospace', 'BIZ UDGothic')}</fontconfig>\n`,
  );
  return file;
}

let found: Chromium | undefined;
/** Unpacks the browser where that was not done yet, and finds out once whether the machine lacks libraries it needs. */
export function chromium(): Chromium {
  found ??= find();
  return found;
}

function find(): Chromium {
  const folder = unpacked();
  const program = join(folder, 'chromium');
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    FONTCONFIG_FILE: fontSettings(folder),
    TZ: 'Asia/Tokyo',
  };
  if (spawnSync(program, ['--version'], { env, stdio: 'ignore' }).status === 0) return { program, env };
  const libraries = { ...env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  const tried = spawnSync(program, ['--version'], { env: libraries, encoding: 'utf8' });
  if (tried.status !== 0) throw new Error(`the browser does not start: ${tried.stderr}`);
  return { program, env: libraries };
}

/** Where Linux keeps its fonts. */
const MACHINE_FONTS = '/usr/share/fonts';

/** The same with the machine's fonts behind ours: 中文 and 한국어 show where it has them (Debian: fonts-noto-cjk). For pictures; what a test sees must not follow from the machine. */
export const withMachineFonts = ({ program, env }: Chromium): Chromium => ({
  program,
  env: { ...env, FONTCONFIG_FILE: fontSettings(unpacked(), [MACHINE_FONTS]) },
});
