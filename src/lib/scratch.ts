import { mkdtemp, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DAY_MS = 86_400_000;
/**
 * What lies in such a folder for a moment: a file on its way, a list that is read, a workbook as lines, a backup that is opened. People are named in all of
 * them. With how long nothing of the kind is left untouched while something works on it.
 */
const KINDS = { upload: DAY_MS, intake: DAY_MS, sheet: DAY_MS, verify: 2 * DAY_MS } as const;
type Kind = keyof typeof KINDS;
const OURS = new RegExp(`^madoguchi-(?<kind>${Object.keys(KINDS).join('|')})-\\w{6}$`, 'u');

/** A folder of one's own for what is gone once it was worked on. Whoever makes it removes it; what a killed process left goes with `sweepScratch`. */
export const scratchFolder = (kind: Kind): Promise<string> => mkdtemp(join(tmpdir(), `madoguchi-${kind}-`));

/** When a folder, or anything in it, was last written to, in ms. */
async function touched(path: string): Promise<number> {
  const inside = (await readdir(path)).map((name) => join(path, name));
  return Math.max(...(await Promise.all([path, ...inside].map((one) => stat(one)))).map(({ mtimeMs }) => mtimeMs));
}

/** The time in ms of the disk that a folder lies on, which stamps what is written there: a shared disk may have another than this process. */
async function diskTime(folder: string): Promise<number> {
  const made = await mkdtemp(join(folder, 'madoguchi-now-'));
  const { mtimeMs } = await stat(made);
  await rmdir(made);
  return mtimeMs;
}

/** Removes the folders that processes of this machine left behind when they were killed: untouched for a day or two. Twice at once, one does it. Returns how many. */
export async function sweepScratch(folder = tmpdir(), now?: number): Promise<number> {
  // A full disk takes no folder more: then by the time of this process.
  const today = now ?? (await diskTime(folder).catch(Date.now));
  let swept = 0;
  for (const name of await readdir(folder)) {
    const kind = OURS.exec(name)?.groups?.['kind'];
    if (kind === undefined) continue;
    const path = join(folder, name);
    // Another process's own, or gone meanwhile: left alone.
    const old = await touched(path).then(
      (at) => today - at > KINDS[kind as Kind],
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
