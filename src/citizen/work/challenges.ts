import { createHmac, timingSafeEqual } from 'node:crypto';
import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { textOf } from '../../lib/http/fields.ts';
import { readJson } from '../../lib/json.ts';
import { NO_WORK, type Work } from '../acts.ts';

/** What a page asks a browser to work on. */
export type AskedWork = {
  /** For the script: what is to be solved, as JSON. */
  challenge: string;
  /** Goes back with the form: when it was asked. Who has no script waits instead. */
  ticket: string;
};

/** What came with a form. `early`: nothing was solved, and it is not time yet for who waits. */
export type DoneWork = Work & { early: boolean };

export type Challenges = { ask(): Promise<AskedWork>; read(body: unknown): Promise<DoneWork> };

/** The boxes of a form that asks for work. */
export const WORK_TICKET = 'work_ticket';
export const WORK_DONE = 'work_done';

/** Iterations a step, and how many steps it takes: a second on a desk, some seconds on an old telephone. Checking it is one step. */
const COST = 5_000;
const [LEAST_STEPS, MOST_STEPS] = [500, 1_000];
/** An asked work may lie so long; used ones are kept a day (`cards.challenges`). */
const LASTS_SECONDS = 900;
/** Who cannot work waits so long. */
const WAIT_SECONDS = 60;
const LONGEST = 4_000;

const PAYLOAD = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.string(),
      nonce: z.string().max(100),
      salt: z.string().max(100),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string().max(200),
      keySignature: z.string().max(200),
      expiresAt: z.number(),
    }),
    signature: z.string().max(200),
  }),
  solution: z.object({ counter: z.number().int().min(0), derivedKey: z.string().max(200) }),
});

/** Asks for proof of work (ALTCHA) and checks it. That each is good once, the database sees to (`cards.take_work`). */
export function openChallenges(secret: string, clock: Clock): Challenges {
  const keyOf = (name: string): string => createHmac('sha256', secret).update(`work\0${name}`).digest('base64url');
  const secrets = { hmacSignatureSecret: keyOf('challenge'), hmacKeySignatureSecret: keyOf('key') };
  const now = (): number => Math.floor(Number(clock.now().epochMilliseconds) / 1_000);
  const ticketOf = (nonce: string, second: number): string =>
    `${nonce}.${second}.${createHmac('sha256', keyOf('ticket')).update(`${nonce}.${second}`).digest('base64url').slice(0, 22)}`;

  async function solved(text: string): Promise<string | undefined> {
    const payload = PAYLOAD.safeParse(readJson(text));
    if (!payload.success) return undefined;
    const { challenge, solution } = payload.data;
    // By the hand-over clock, not the machine's: what is over is over for tests too.
    if (challenge.parameters.expiresAt < now()) return undefined;
    const checked = await verifySolution({ challenge, solution, deriveKey, ...secrets }).catch(() => undefined);
    return checked?.verified === true ? challenge.parameters.nonce : undefined;
  }

  function askedAt(ticket: string): { nonce: string; second: number } | undefined {
    const [nonce = '', second = ''] = ticket.split('.');
    const [given, right] = [Buffer.from(ticket), Buffer.from(ticketOf(nonce, Number(second)))];
    return given.length === right.length && timingSafeEqual(given, right) ? { nonce, second: Number(second) } : undefined;
  }

  return {
    ask: async () => {
      const second = now();
      const challenge = await createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: COST,
        counter: randomInt(LEAST_STEPS, MOST_STEPS),
        deriveKey,
        expiresAt: second + LASTS_SECONDS,
        ...secrets,
      });
      return { challenge: JSON.stringify(challenge), ticket: ticketOf(challenge.parameters.nonce, second) };
    },
    read: async (body) => {
      const done = textOf(body, WORK_DONE);
      const id = done === '' || done.length > LONGEST ? undefined : await solved(done);
      if (id !== undefined) return { id, waited: false, early: false };
      const ticket = askedAt(textOf(body, WORK_TICKET).slice(0, LONGEST));
      if (ticket === undefined) return { ...NO_WORK, early: false };
      const waited = now() - ticket.second;
      if (waited < WAIT_SECONDS) return { ...NO_WORK, early: true };
      return waited > LASTS_SECONDS ? { ...NO_WORK, early: false } : { id: ticket.nonce, waited: true, early: false };
    },
  };
}
