import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What lies in such a folder for a moment: a file on its way, a list that is read, a workbook as lines. People are named in all of them. */
const KINDS = ['upload', 'intake', 'sheet'] as const;
const OURS = new RegExp(`^madoguchi-(?:${KINDS.join('|')})-\\w{6}$`, 'u');
/** Nothing works on one for so long. */
const OLD_MS = 86_400_000;

/** A folder of one's own for what is gone once it was worked on. Whoever makes it removes it; what a killed process left goes with `sweepScratch`. */
export const scratchFolder = (kind: (typeof KINDS)[number]): Promise<string> => mkdtemp(join(tmpdir(), `madoguchi-${kind}-`));

/** When a folder, or anything in it, was last written to, in ms. */
async function touched(path: string): Promise<number> {
  const inside = (await readdir(path)).map((name) => join(path, name));
  return Math.max(...(await Promise.all([path, ...inside].map((one) => stat(one)))).map(({ mtimeMs }) => mtimeMs));
}

/** Removes the folders that processes of this machine left behind when they were killed: untouched for a day. Twice at once, one does it. Returns how many. */
export async function sweepScratch(folder = tmpdir(), now = Date.now()): Promise<number> {
  let swept = 0;
  for (const name of (await readdir(folder)).filter((one) => OURS.test(one))) {
    const path = join(folder, name);
    // Another process's own, or gone meanwhile: left alone.
    const old = await touched(path).then(
      (at) => now - at > OLD_MS,
      () => false,
    );
    if (old)
      swept += await rm(path, { recursive: true, force: true }).then(
        () => 1,
        () => 0,
      );
  }
  return swept;
}
