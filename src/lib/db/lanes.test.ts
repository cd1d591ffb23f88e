import { afterEach, describe, expect, test, vi } from 'vitest';
import { callsSentAgain, inLanes, type Way } from './lanes.ts';

type Call = { lane: number; owner: string };

/** Lanes whose batches wait until they are let go, in the order in which they were sent. */
function held(lanes: number, fault?: Error) {
  const sent: Call[][] = [];
  const gates: (() => void)[] = [];
  const gate = () => new Promise<void>((resolve) => gates.push(resolve));
  const way: Way<Call, string> = {
    lanes,
    laneOf: ({ lane }) => lane,
    ownerOf: ({ owner }) => owner,
    alone: async (call) => {
      sent.push([call]);
      await gate();
      return `${call.owner} alone`;
    },
    together: async (calls) => {
      sent.push([...calls]);
      await gate();
      if (fault !== undefined) throw fault;
      return calls.map(({ owner }) => () => {
        if (owner === 'bad') throw new Error('no such answer');
        return `${owner} of ${calls.length}`;
      });
    },
  };
  const owners = () => sent.map((batch) => batch.map(({ owner }) => owner).join(' '));
  /** Lets everything go that is sent, and what is sent then. */
  const flow = async () => {
    while (gates.length > 0) {
      gates.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { call: inLanes(way), owners, flow };
}
const call = (lane: number, owner: string): Call => ({ lane, owner });

afterEach(() => vi.useRealTimers());

describe('calls in lanes', () => {
  test('a call that finds its lane idle goes at once, alone; those that come meanwhile go together, in order', async () => {
    const { call: send, owners, flow } = held(2);
    const answers = Promise.all(['a', 'b', 'c'].map((owner) => send(call(1, owner))));
    const other = send(call(2, 'd'));
    expect(owners()).toEqual(['a', 'd']);
    await flow();
    expect(owners()).toEqual(['a', 'd', 'b c']);
    expect(await answers).toEqual(['a alone', 'b of 2', 'c of 2']);
    expect(await other).toBe('d alone');
  });

  test('a batch is 32 calls at most', async () => {
    const { call: send, owners, flow } = held(1);
    const answers = Promise.all(Array.from({ length: 40 }, (_, n) => send(call(0, `p${n}`))));
    await flow();
    await answers;
    expect(owners().map((batch) => batch.split(' ').length)).toEqual([1, 32, 7]);
  });

  test('a second call of one person waits until the first is answered, in whichever lane, and goes then', async () => {
    const { call: send, owners, flow } = held(2);
    const answers = [send(call(0, 'a')), send(call(1, 'a')), send(call(0, 'b')), send(call(0, 'b'))];
    expect(owners()).toEqual(['a']);
    await flow();
    expect(await Promise.all(answers)).toEqual(['a alone', 'a alone', 'b alone', 'b alone']);
    for (const batch of owners()) expect(batch).toMatch(/^[ab]$/u);
  });

  test('who stands behind a batch that waits for a lock goes after a second; a second call of the one who waits does not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { call: send, owners, flow } = held(1);
    const answers = ['stuck', 'b', 'stuck', 'c'].map((owner) => send(call(0, owner)));
    vi.advanceTimersByTime(999);
    expect(owners()).toEqual(['stuck']);
    vi.advanceTimersByTime(1);
    expect(owners()).toEqual(['stuck', 'b c']);
    await flow();
    expect(owners()).toEqual(['stuck', 'b c', 'stuck']);
    expect(await Promise.all(answers)).toEqual(['stuck alone', 'b of 2', 'stuck alone', 'c of 2']);
  });

  test('an answer that is a fault is the fault of its own call', async () => {
    const { call: send, flow } = held(1);
    const answers = Promise.allSettled(['first', 'bad', 'good'].map((owner) => send(call(0, owner))));
    await flow();
    expect((await answers).map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      'first alone',
      'Error: no such answer',
      'good of 2',
    ]);
  });

  test('a batch that the server took back is sent again, each call alone, and counted', async () => {
    const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01', severity: 'ERROR' });
    const { call: send, flow } = held(1, deadlock);
    const before = callsSentAgain();
    const answers = Promise.all(['a', 'b', 'c'].map((owner) => send(call(0, owner))));
    await flow();
    expect(await answers).toEqual(['a alone', 'b alone', 'c alone']);
    expect(callsSentAgain() - before).toBe(2);
  });

  test.each([
    ['broke off', new Error('Connection terminated unexpectedly')],
    ['was shut down', Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' })],
  ])('where the server %s nobody knows what was done: every call of the batch hears it, the lane goes on', async (_, fault) => {
    const { call: send, flow } = held(1, fault);
    const answers = Promise.allSettled(['a', 'b', 'c'].map((owner) => send(call(0, owner))));
    await flow();
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    const next = send(call(0, 'd'));
    await flow();
    expect(await next).toBe('d alone');
  });

  test('without lanes every call goes alone, at once', async () => {
    const { call: send, owners, flow } = held(0);
    const answers = Promise.all(['a', 'b'].map((owner) => send(call(0, owner))));
    expect(owners()).toEqual(['a', 'b']);
    await flow();
    expect(await answers).toEqual(['a alone', 'b alone']);
  });
});
