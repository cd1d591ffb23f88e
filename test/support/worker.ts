import { configFor } from '../../src/config.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { run } from '../../src/worker/main.ts';
import type { FreshDatabase } from './database.ts';

export const AUDIT_KEY = 'a key for tests that is long enough to seal';
export const CITIZEN_ORIGIN = 'https://yoyaku.example.jp';

export type TestWorker = { log: string[]; close(): Promise<void> };

/** The worker as production runs it, on this test's database, handing mails to `smtpUrl`. */
export async function startWorker(fresh: FreshDatabase, smtpUrl: string, clock: Clock = systemClock): Promise<TestWorker> {
  const log: string[] = [];
  const config = configFor('worker', {
    DESK_DATABASE_URL: fresh.urlFor('desk'),
    SMTP_URL: smtpUrl,
    MAIL_FROM: '久留米市 <yoyaku@city.example.jp>',
    CITIZEN_ORIGIN,
    AUDIT_KEY,
    WORKER_POOL: '5',
  });
  const worker = await run({ config, clock, logTo: { write: (line) => void log.push(line) } });
  return { log, close: worker.close };
}
