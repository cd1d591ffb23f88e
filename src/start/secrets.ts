import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Secrets = { cookie: string; desk: string; citizen: string; owner: string; audit: string };

/** The demo's secrets: made once, kept in the data folder for its owner only, so that cookies and links outlive a restart. */
export function secretsIn(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const make = (): string => randomBytes(32).toString('base64url');
  const secrets: Secrets = { cookie: make(), desk: make(), citizen: make(), owner: make(), audit: make() };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
