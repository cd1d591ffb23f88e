import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Said } from '../lib/said.ts';
import { writeWhole } from '../lib/whole-file.ts';

const SECRET = z.string().min(32);
const KEPT = z.object({ cookie: SECRET, desk: SECRET, citizen: SECRET, owner: SECRET, audit: SECRET });
/** Of roles that an earlier version did not have: a folder of it gets them. */
const NEWER = z.object({ worker: SECRET, sealer: SECRET, backup: SECRET });
const ALL = z.object({ ...KEPT.shape, ...NEWER.shape });
export type Secrets = z.infer<typeof ALL>;

const make = (): string => randomBytes(32).toString('base64url');

function read(file: string): { secrets: Secrets; whole: boolean } {
  const text = readFileSync(file, 'utf8');
  try {
    const known: unknown = JSON.parse(text);
    const newer = NEWER.partial().parse(known);
    const whole = Object.keys(NEWER.shape).every((name) => Object.hasOwn(newer, name));
    const { worker = make(), sealer = make(), backup = make() } = newer;
    return { secrets: { ...KEPT.parse(known), worker, sealer, backup }, whole };
  } catch {
    throw new Said(
      `${file} is not whole: put it back from a copy. Without one, remove it: everybody signs in anew, and the log sealed so far can no longer be checked.`,
    );
  }
}

/**
 * The demo's secrets: made once, kept in the data folder for its owner only, so that cookies and links outlive a restart. Written whole or not at all.
 * @throws Said where the file is there and cannot be read as it was written
 */
export function secretsIn(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  const kept = existsSync(file) ? read(file) : undefined;
  if (kept?.whole) return kept.secrets;
  const secrets: Secrets = kept?.secrets ?? {
    cookie: make(),
    desk: make(),
    worker: make(),
    sealer: make(),
    citizen: make(),
    owner: make(),
    audit: make(),
    backup: make(),
  };
  mkdirSync(dataDir, { recursive: true });
  writeWhole(file, JSON.stringify(secrets), 0o600);
  return secrets;
}
