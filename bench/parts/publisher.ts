import { parentPort, workerData } from 'node:worker_threads';
import { readPreview } from '../../src/closing/preview.ts';
import { publish } from '../../src/closing/publish.ts';
import { finishPublish } from '../../src/closing/steps.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { connect } from '../../src/lib/db/db.ts';
import { must } from '../../test/support/must.ts';

/** What the publisher was told, and what it tells: seconds of each part. */
type PublisherTask = { url: string; draftId: number };
export type PublisherSays = { previewSeconds: number; publishSeconds: number; affected: number; steps: number };

/** Publishes a draft in a thread of its own, as the desk's process does: its planning must not hold up who measures the bookings beside it. */
async function run({ url, draftId }: PublisherTask): Promise<PublisherSays> {
  const db = connect({ url, max: 4, name: 'bench-publisher', queryTimeoutMs: 0 });
  try {
    const began = performance.now();
    const preview = await readPreview(db, systemClock, draftId);
    const shown = performance.now();
    const published = must(
      await publish(
        db,
        systemClock,
        { kind: 'staff', staffId: 1 },
        { draftId, draftVersion: 0, previewVersion: preview.version },
      ),
    );
    if (!(await finishPublish(db, systemClock))) throw new Error('not finished');
    const { affected, steps } = published;
    return { previewSeconds: (shown - began) / 1_000, publishSeconds: (performance.now() - shown) / 1_000, affected, steps };
  } finally {
    await db.close();
  }
}

parentPort?.postMessage(await run(workerData as PublisherTask));
