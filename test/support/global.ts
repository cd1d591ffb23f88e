import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Cluster, startCluster } from './cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The cluster every test file shares (PostgreSQL 18). */
    cluster: Cluster;
    /** Ask here for the same on PostgreSQL 15: it is started when the first file asks. */
    olderCluster: string;
    /** A folder that remembers which pages axe found without a fault. */
    seen: string;
  }
}

/** Once before all test files: the sheets that pages name, one cluster 18, and a door to ask for a cluster 15. Returns what ends them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await (await import('../../build/style.mjs' as string)).buildStyle();
  const cluster = await startCluster(18);
  project.provide('cluster', {
    port: cluster.port,
    superuserPassword: cluster.superuserPassword,
    rolePassword: cluster.rolePassword,
  });

  const seen = mkdtempSync(join(tmpdir(), 'madoguchi-seen-'));
  project.provide('seen', seen);

  let older: ReturnType<typeof startCluster> | undefined;
  const door = createServer(async (_request, response) => {
    try {
      older ??= startCluster(15);
      const { port, superuserPassword, rolePassword } = await older;
      response.end(JSON.stringify({ port, superuserPassword, rolePassword } satisfies Cluster));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const address = door.address();
  project.provide('olderCluster', `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`);

  return async () => {
    door.closeAllConnections();
    door.close();
    rmSync(seen, { recursive: true });
    await cluster.stop();
    await older?.then((started) => started.stop());
  };
}
