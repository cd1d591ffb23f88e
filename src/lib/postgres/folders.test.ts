import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Account, postgresAccount, reaches } from './account.ts';
import { COMPLETE, openFolders, removeFolders, SERVER_LOG } from './folders.ts';

let base: string;
const account = postgresAccount();
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'madoguchi-folders-'));
  chmodSync(base, 0o755);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** A data folder in which a database lived, below a parent of that mode: what initdb and a start leave behind. */
function lived(mode: number): { parent: string; dataDir: string; cluster: string } {
  const parent = join(base, 'parent');
  mkdirSync(parent, { mode });
  const dataDir = join(parent, 'db');
  const { cluster } = openFolders(dataDir, account);
  writeFileSync(join(cluster, COMPLETE), '');
  writeFileSync(join(dataDir, SERVER_LOG), '');
  return { parent, dataDir, cluster };
}
const found = (dataDir: string): string => openFolders(dataDir, account).cluster;

describe('an empty database is never begun beside one with data', () => {
  describe.runIf(account !== undefined)('PostgreSQL runs as another account', () => {
    test('a folder above it that was closed: refused, saying which to open; opened, it is found', () => {
      const { parent, dataDir, cluster } = lived(0o755);
      chmodSync(parent, 0o700);
      expect(() => found(dataDir)).toThrow(`chmod o+x ${parent}`);
      expect(() => found(dataDir)).toThrow(cluster);
      chmodSync(parent, 0o755);
      expect(found(dataDir)).toBe(cluster);
    });

    test('a folder above it that was opened since: it stays where it was put', () => {
      const { parent, dataDir, cluster } = lived(0o700);
      expect(cluster.startsWith(parent)).toBe(false);
      chmodSync(parent, 0o755);
      expect(found(dataDir)).toBe(cluster);
      removeFolders(dataDir);
    });

    test('the place it was put in is not there, as when a disk is not mounted: refused; put back, it is found', () => {
      const { dataDir, cluster } = lived(0o700);
      renameSync(cluster, `${cluster}-away`);
      expect(() => found(dataDir)).toThrow(`is not found; it lay in ${cluster}`);
      expect(existsSync(cluster)).toBe(false);
      renameSync(`${cluster}-away`, cluster);
      expect(found(dataDir)).toBe(cluster);
      removeFolders(dataDir);
    });

    test('the place it was put in was closed: refused', () => {
      const { dataDir, cluster } = lived(0o700);
      chmodSync(dirname(cluster), 0o700);
      expect(() => found(dataDir)).toThrow('cannot reach');
      chmodSync(dirname(cluster), 0o755);
      removeFolders(dataDir);
    });

    test('a copy of a folder whose database lies elsewhere is told whose it is', () => {
      const { parent, dataDir } = lived(0o700);
      cpSync(dataDir, join(parent, 'copy'), { recursive: true });
      expect(() => found(join(parent, 'copy'))).toThrow(`which belongs to ${dataDir}`);
      removeFolders(dataDir);
    });
  });

  test('its folder was removed and its log is there: refused; begun anew only when asked to', () => {
    const { dataDir, cluster } = lived(0o755);
    rmSync(cluster, { recursive: true });
    expect(() => found(dataDir)).toThrow('--fresh');
    removeFolders(dataDir);
    expect(found(dataDir)).toBe(cluster);
  });

  test('an initdb that was cut short is no database: it is begun again in its place', () => {
    const dataDir = join(base, 'db');
    const { cluster } = openFolders(dataDir, account);
    writeFileSync(join(cluster, 'PG_VERSION'), '18\n');
    if (account !== undefined) chownSync(join(cluster, 'PG_VERSION'), account.uid, account.gid);
    expect(found(dataDir)).toBe(cluster);
  });
});

test('where nobody could be asked whether a folder is reached, that is no answer', () => {
  const impossible: Account = { name: 'impossible', uid: -1, gid: -1 };
  expect(() => reaches(impossible, base)).toThrow('try again');
});
