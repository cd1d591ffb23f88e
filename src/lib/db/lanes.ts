import { codeOf } from '../fault.ts';

/**
 * Calls that wait for the same rows go to the database together: each lane has one batch under way and sends what has gathered when that one comes
 * back. No timer: a call that finds its lane idle goes at once, alone. See docs/decisions/0016-lanes.md for what it gains.
 */
export type Way<Call, Answer> = {
  /** How many lanes; 0: every call goes alone. */
  lanes: number;
  /** What calls of one lane wait for, as a number: a slot's id. */
  laneOf(call: Call): number;
  /** Whose call it is. A second call of the same is kept out until the first is answered: two batches that hold the same two people wait for each other. */
  ownerOf(call: Call): string;
  alone(call: Call): Promise<Answer>;
  /** Answers in the order of the calls, each to be taken by itself: one that is a fault throws then. */
  together(calls: readonly Call[]): Promise<(() => Answer)[]>;
};

/** A batch of 32 costs as little a call as one of 200, and nobody waits as long for it. */
const MOST = 32;

/** A batch that is not back by then waits for somebody's lock: those behind it do not wait with it. */
const PATIENCE_MS = 1_000;

let sentAgain = 0;
/** How many calls of this process were sent again, alone, because their batch failed. */
export const callsSentAgain = (): number => sentAgain;

/** The server took the whole batch back and said why: a deadlock, a plan that is stale. Where it said nothing, nobody knows what was done. */
const wasTakenBack = (error: unknown): boolean =>
  codeOf(error) !== undefined && error instanceof Error && 'severity' in error && error.severity === 'ERROR';

type Waiting<Call, Answer> = { call: Call; owner: string; answered: PromiseWithResolvers<Answer> };

/** One way to call what is otherwise called one by one. Each call settles as it would alone. */
export function inLanes<Call, Answer>(way: Way<Call, Answer>): (call: Call) => Promise<Answer> {
  if (way.lanes === 0) return way.alone;
  const lanes = Array.from({ length: way.lanes }, () => ({ sent: 0, busy: false, queue: [] as Waiting<Call, Answer>[] }));
  const underWay = new Set<string>();

  const settle = async ({ call, answered }: Waiting<Call, Answer>): Promise<void> =>
    way.alone(call).then(answered.resolve, answered.reject);

  async function send(batch: readonly Waiting<Call, Answer>[]): Promise<void> {
    const [first] = batch;
    if (batch.length === 1 && first !== undefined) return settle(first);
    try {
      const answers = await way.together(batch.map(({ call }) => call));
      batch.forEach(({ answered }, at) => {
        const take = answers[at];
        try {
          if (take === undefined) throw new Error(`${batch.length} calls, ${answers.length} answers`);
          answered.resolve(take());
        } catch (error) {
          answered.reject(error);
        }
      });
    } catch (error) {
      if (!wasTakenBack(error)) {
        for (const { answered } of batch) answered.reject(error);
        return;
      }
      sentAgain += batch.length;
      await Promise.all(batch.map(settle));
    }
  }

  function begin(lane: (typeof lanes)[number]): void {
    if (lane.busy || lane.queue.length === 0) return;
    const batch: typeof lane.queue = [];
    lane.queue = lane.queue.filter((waiting) => {
      if (batch.length === MOST || underWay.has(waiting.owner)) return true;
      underWay.add(waiting.owner);
      batch.push(waiting);
      return false;
    });
    if (batch.length === 0) return;
    lane.busy = true;
    lane.sent += 1;
    const turn = lane.sent;
    const goOn = () => {
      if (lane.sent === turn) lane.busy = false;
      // A call kept out of any lane may go now.
      for (const one of lanes) begin(one);
    };
    const patience = setTimeout(goOn, PATIENCE_MS).unref();
    void send(batch).finally(() => {
      clearTimeout(patience);
      for (const { owner } of batch) underWay.delete(owner);
      goOn();
    });
  }

  return (call) => {
    const answered = Promise.withResolvers<Answer>();
    const lane = lanes[Math.abs(way.laneOf(call)) % way.lanes];
    if (lane === undefined) return way.alone(call);
    lane.queue.push({ call, owner: way.ownerOf(call), answered });
    begin(lane);
    return answered.promise;
  };
}
