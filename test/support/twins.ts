import { type Balancer, openBalancer } from './balancer.ts';
import { startCitizenDoor, type TestCitizenDoor } from './citizen.ts';
import { databaseIn, type FreshDatabase } from './database.ts';
import { startDesk, type TestDesk } from './desk.ts';
import { type Pair, startPair } from './pair.ts';
import { startWorker, type TestWorker } from './worker.ts';

/** What runs on one machine: the processes, all of them stateless. */
export type Machine = { citizen: TestCitizenDoor; desk: TestDesk; worker: TestWorker; close(): Promise<void> };

/** Two machines with everything twice, and what stands before them. */
export type Twins = {
  pair: Pair;
  fresh: FreshDatabase;
  machines: readonly [Machine, Machine];
  front: { citizen: Balancer; desk: Balancer };
  /** One machine is taken out: its processes finish what is under way, the other goes on. */
  drain(n: 0 | 1): Promise<void>;
  /** And comes back. */
  comeBack(n: 0 | 1): Promise<void>;
  close(): Promise<void>;
};

export async function startTwins(smtpUrl: string, arrange: (fresh: FreshDatabase) => Promise<void>): Promise<Twins> {
  const pair = await startPair();
  const fresh = await databaseIn(pair.cluster);
  await arrange(fresh);
  const begin = async (): Promise<Machine> => {
    const [citizen, desk, worker] = await Promise.all([startCitizenDoor(fresh), startDesk(fresh), startWorker(fresh, smtpUrl)]);
    return {
      citizen,
      desk,
      worker,
      close: async () => void (await Promise.all([citizen.close(), desk.close(), worker.close()])),
    };
  };
  const machines: [Machine, Machine] = [await begin(), await begin()];
  const up = new Set<0 | 1>([0, 1]);
  const front = {
    citizen: await openBalancer(machines.map(({ citizen }) => citizen.url)),
    desk: await openBalancer(machines.map(({ desk }) => desk.url)),
  };
  return {
    pair,
    fresh,
    machines,
    front,
    // Not told to the balancers: a door that ends refuses connections, and that is how they notice.
    drain: async (n) => {
      up.delete(n);
      await machines[n].close();
    },
    comeBack: async (n) => {
      machines[n] = await begin();
      up.add(n);
      front.citizen.lead(machines.map(({ citizen }) => citizen.url));
      front.desk.lead(machines.map(({ desk }) => desk.url));
    },
    close: async () => {
      await Promise.all([front.citizen.close(), front.desk.close()]);
      await Promise.all([...up].map((n) => machines[n].close()));
      await fresh.db.close();
      await pair.stop();
    },
  };
}
