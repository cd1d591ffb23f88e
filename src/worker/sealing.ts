import { setTimeout as pause } from 'node:timers/promises';
import { type Head, sealLog } from '../audit/seal.ts';
import type { JobContext } from './job.ts';

/** What is written can be rewritten unseen until it is sealed: for so long at most while the worker runs. */
const EVERY_MS = 5_000;

/** Seals what can be sealed now. Returns how far the chain reaches. @throws WrongAuditKey */
export async function sealNow({ sealer, config, log, measures }: JobContext): Promise<Head | undefined> {
  const { rows, head, newGeneration } = await sealLog(sealer, config.auditKey);
  measures.sealed.inc(rows);
  if (newGeneration && head !== undefined && head.generation > 1)
    log.warn({ generation: head.generation }, 'a new generation of the log: this is another cluster or a restored one');
  return head;
}

/** Seals again and again. What fails is left to the job of each minute, which raises the alarm. */
export function startSealing(context: JobContext): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await sealNow(context).catch(() => {});
      await pause(EVERY_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
