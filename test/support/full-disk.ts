import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  folder: string;
  /** Takes all room that is left but so many bytes. */
  fill(but?: number): void;
  /** Gives it back. */
  clear(): void;
  remove(): void;
};

const mount = (folder: string, size: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder], { stdio: 'ignore' }).status === 0;
const unmount = (folder: string): void => void spawnSync('umount', ['-l', folder], { stdio: 'ignore' });

/** A disk of its own, so small that a test fills it. Undefined where this machine lets nobody mount one. `size`: `40m`. */
export function smallDisk(size: string): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-disk-'));
  chmodSync(folder, 0o755);
  if (process.platform !== 'linux' || !mount(folder, size)) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const stone = join(folder, 'stone');
  return {
    folder,
    fill: (but = 0) => {
      const { bavail, bsize } = statfsSync(folder);
      for (let left = bavail * bsize - but; left > 0; left = Math.floor(left / 2))
        try {
          writeFileSync(stone, Buffer.alloc(left), { flag: 'a' });
          if (but > 0) return;
        } catch {
          // A smaller piece may still fit.
        }
    },
    clear: () => rmSync(stone, { force: true }),
    remove: () => {
      unmount(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
