import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../src/lib/root.ts';
import { typedFaces } from '../src/lib/typeface/typed.ts';

type Built = { built: boolean; files: Record<string, string> };
const built = async (): Promise<Built> => (await import('./style.mjs' as string)).buildStyle();
const lint = async (file: string): Promise<string[]> => (await import('./style/lint.mjs' as string)).lintSheet(file);

describe('the built sheets', () => {
  let files: Record<string, string> = {};
  const read = (name: string) => readFileSync(join(ROOT, 'dist/assets', files[name] ?? ''), 'utf8');
  beforeAll(async () => {
    files = (await built()).files;
  });

  test.each(['citizen.css', 'desk.css'])('[8(1)⑪a] %s holds nothing that IE11 cannot show', async (name) => {
    expect(await lint(join(ROOT, 'dist/assets', files[name] ?? ''))).toEqual([]);
  });

  test('the linter would find what IE11 lacks', async () => {
    const { writeFileSync, mkdtempSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const file = join(mkdtempSync(join(tmpdir(), 'sheet-')), 'x.css');
    writeFileSync(file, 'a{color:var(--x)} b{aspect-ratio:1/2} c:focus-within{position:sticky;top:0} d{gap:1rem}');
    expect((await lint(file)).length).toBeGreaterThanOrEqual(4);
  });

  test('every address in a sheet is a file that was built', () => {
    for (const name of ['citizen.css', 'desk.css']) {
      const addresses = [...read(name).matchAll(/url\(([^)]+)\)/g)].map((match) => match[1] ?? '');
      expect(addresses.length).toBeGreaterThan(10);
      for (const address of addresses) expect(Object.values(files)).toContain(address.replace('/assets/', ''));
    }
  });

  test('every rule of the fonts leaves the same room above and below, also those made of what staff type', async () => {
    const faces = (css: string) => css.match(/@font-face\s*\{[^}]*\}/gu) ?? [];
    const made = await new Promise<string>((resolve, reject) => {
      const typed = typedFaces('/typed/', '', (sheet) => {
        resolve(typed.file(sheet?.split('/').at(-1) ?? '')?.content.toString('utf8') ?? '');
      });
      typed.want(['髙']).catch(reject);
    });
    for (const css of [read('citizen.css'), read('desk.css'), made]) {
      expect(faces(css).length).toBeGreaterThanOrEqual(2);
      for (const face of faces(css)) expect(face).toMatch(/ascent-override:\s*96%;\s*descent-override:\s*20%/u);
    }
  });

  test('a second build changes nothing', async () => {
    expect((await built()).built).toBe(false);
  });

  test('what a first visit on a phone must fetch stays small', () => {
    expect(Buffer.byteLength(read('citizen.css'))).toBeLessThan(60_000);
    for (const weight of ['citizen-udp.woff2', 'citizen-udp-bold.woff2'])
      expect(readFileSync(join(ROOT, 'dist/assets', files[weight] ?? '')).length).toBeLessThan(60_000);
  });
});
