import { devNull } from 'node:os';
import { configFor } from '../../src/config.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import type { Db } from '../../src/lib/db/db.ts';
import type { JobContext } from '../../src/worker/job.ts';
import { run } from '../../src/worker/main.ts';
import { measures } from '../../src/worker/metrics.ts';
import type { FreshDatabase } from './database.ts';
import type { CaughtMail } from './smtp.ts';

export const AUDIT_KEY = 'a key for tests that is long enough to seal';
export const CITIZEN_ORIGIN = 'https://yoyaku.example.jp';

/** What a job is run with in a test: its heads are kept nowhere, its log goes nowhere. */
export const jobContext = (
  db: Db,
  sealer: Db,
  {
    clock = systemClock,
    relayDownSeconds,
    machine = 'machine-a',
  }: { clock?: Clock; relayDownSeconds?: number | undefined; machine?: string } = {},
): JobContext => ({
  db,
  sealer,
  clock,
  // The tests' own connections are the superuser's.
  config: { auditKey: AUDIT_KEY, auditHeads: devNull, knownDatabaseRoles: ['postgres'] },
  log: { info: () => {}, warn: () => {}, error: () => {} },
  measures: measures(),
  machine,
  relayDownSeconds: () => relayDownSeconds,
});

/** Where the one link of a mail leads on the citizens' site. */
export function linkIn({ parsed }: CaughtMail): string {
  const { origin, pathname } = new URL(/https?:\/\/\S+/u.exec(parsed.text ?? '')?.[0] ?? '');
  if (origin !== CITIZEN_ORIGIN) throw new Error(`a link that leads to ${origin}`);
  return pathname;
}

/** A test that waits for a mail has it soon. */
const POLL_MS = 50;

export type TestWorker = { log: string[]; close(): Promise<void> };

/** The worker as production runs it, on this test's database, handing mails to `smtpUrl`. */
export async function startWorker(fresh: FreshDatabase, smtpUrl: string, clock: Clock = systemClock): Promise<TestWorker> {
  const log: string[] = [];
  const config = configFor('worker', {
    WORKER_DATABASE_URL: fresh.urlFor('worker'),
    SEALER_DATABASE_URL: fresh.urlFor('sealer'),
    SMTP_URL: smtpUrl,
    MAIL_FROM: '久留米市 <yoyaku@city.example.jp>',
    CITIZEN_ORIGIN,
    AUDIT_KEY,
    KNOWN_DATABASE_ROLES: 'postgres',
    WORKER_POOL: '5',
  });
  const worker = await run({ config, clock, pollMs: POLL_MS, logTo: { write: (line) => void log.push(line) } });
  return { log, close: worker.close };
}
