import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Said } from '../lib/said.ts';
import { writeWhole } from '../lib/whole-file.ts';

const KEPT = z.object({
  cookie: z.string().min(32),
  desk: z.string().min(32),
  citizen: z.string().min(32),
  owner: z.string().min(32),
  audit: z.string().min(32),
});
export type Secrets = z.infer<typeof KEPT>;

function read(file: string): Secrets {
  const text = readFileSync(file, 'utf8');
  try {
    return KEPT.parse(JSON.parse(text));
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
  if (existsSync(file)) return read(file);
  const make = (): string => randomBytes(32).toString('base64url');
  const secrets: Secrets = { cookie: make(), desk: make(), citizen: make(), owner: make(), audit: make() };
  mkdirSync(dataDir, { recursive: true });
  writeWhole(file, JSON.stringify(secrets), 0o600);
  return secrets;
}
