import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { signedIn } from '../../support/browse.ts';
import { addCautions } from '../../support/citizen.ts';
import { PASSWORD } from '../../support/desk.ts';
import { invariantFaults } from '../../support/invariant.ts';
import { keepWatch } from '../../support/pair.ts';
import { buildSmallCity, type SmallCity } from '../../support/small-city.ts';
import { startSmtp } from '../../support/smtp.ts';
import { startTwins, type Twins } from '../../support/twins.ts';
import { openGate } from './gate.ts';
import { person } from './people.ts';
import {
  arrive,
  bookOnTheWeb,
  choose,
  confirm,
  mailTo,
  numberOn,
  type Place,
  prove,
  shown,
  smallHour,
  type World,
} from './world.ts';

type Both = { world: World; twins: Twins };

/** A city on two machines, everything twice, before whose doors balancers stand. */
async function onTwoMachines(work: (both: Both) => Promise<void>): Promise<void> {
  const smtp = await startSmtp();
  let city: SmallCity | undefined;
  const twins = await startTwins(smtp.url, async (fresh) => {
    city = await buildSmallCity(fresh.db, 40);
    await addCautions(fresh.db, city.service);
  });
  const [{ desk, citizen, worker }] = twins.machines;
  const gates = { citizen: await openGate(twins.front.citizen.url), desk: await openGate(twins.front.desk.url) };
  try {
    if (city === undefined) throw new Error('no city');
    await desk.account('koga', ['counter'], city.main);
    const clerk = await signedIn(gates.desk.url, 'koga', PASSWORD);
    const world: World = {
      fresh: twins.fresh,
      city,
      desk,
      citizen,
      worker,
      smtp,
      gates,
      clerk,
      admin: clerk,
      close: async () => {},
    };
    await work({ world, twins });
  } finally {
    await Promise.all([gates.citizen.close(), gates.desk.close()]);
    await twins.close();
    await smtp.close();
  }
}

const PATIENCE = { interval: 100, timeout: 45_000 };
/** Mails of completed bookings that went to an address. */
const bookedMails = ({ smtp }: World, address: string): number =>
  smtp.mails.filter(({ to, parsed }) => to.includes(address) && (parsed.text ?? '').includes('予約番号')).length;

/** Every booking told is there once, and its one mail. */
async function allStands(world: World, told: readonly { mail: string; number: string }[]): Promise<void> {
  for (const { mail, number } of told) {
    const { rows } = await world.fresh.db.pool.query('SELECT FROM reservations.reservations WHERE number = $1 AND state = $2', [
      number,
      'booked',
    ]);
    expect([number, rows.length]).toEqual([number, 1]);
    await expect.poll(() => bookedMails(world, mail), PATIENCE).toBe(1);
  }
  expect(await invariantFaults(world.fresh.db)).toEqual([]);
}

/**
 * A machine falls: its PostgreSQL is killed and its processes are gone. Who stood before the last button goes on where they were; who had booked has it.
 * @param watched whether somebody promotes the standby
 */
export const whileOneMachineFalls = (watched: boolean): Promise<void> =>
  onTwoMachines(async ({ world, twins }) => {
    const [one, two] = [person(), person()];
    await arrive(world, one, two);
    const place: Place = await smallHour(world);
    const { number } = await bookOnTheWeb(world, one, place);
    await mailTo(world, one.mail, '予約を受け付けました');
    const me = await prove(world, two);
    await choose(world, me, place);

    const watch = watched ? keepWatch(twins.pair) : undefined;
    await Promise.all([twins.pair.kill(), twins.drain(0)]);
    await watch?.promoted;
    await expect.poll(async () => (await me.get('/cautions')).status, PATIENCE).toBe(200);
    const second = numberOn(await confirm(me));
    await expect.poll(async () => (await world.clerk.get('/today')).status, PATIENCE).toBe(200);
    await allStands(world, [
      { mail: one.mail, number },
      { mail: two.mail, number: second },
    ]);
  });

/**
 * Each machine in turn is taken out and comes back, its PostgreSQL too, while people book and pages are read: none is turned away.
 * @param twice whether the second machine serves at all
 */
export const whileEachIsMaintained = (twice: boolean): Promise<void> =>
  onTwoMachines(async ({ world, twins }) => {
    if (!twice) twins.front.citizen.lead([twins.machines[0].citizen.url]);
    const pages: { path: string; status: number }[] = [];
    let open = true;
    const reading = (async () => {
      while (open) {
        for (const path of ['/', '/calendar', '/help']) {
          const { status } = await fetch(`${world.gates.citizen.url}${path}`, { redirect: 'manual' });
          pages.push({ path, status });
        }
        await pause(100);
      }
    })();
    const told: { mail: string; number: string }[] = [];
    const book = async (): Promise<void> => {
      const one = person();
      await arrive(world, one);
      const { number } = await bookOnTheWeb(world, one, await smallHour(world));
      told.push({ mail: one.mail, number });
    };
    try {
      // The processes of one machine, then those of the other.
      for (const n of [0, 1] as const) {
        await Promise.all([book(), twins.drain(n)]);
        await book();
        shown(await world.clerk.get('/today'));
        await twins.comeBack(n);
      }
      // PostgreSQL's machine: a switch over that was announced, and the old primary comes back as the standby.
      await twins.pair.shutDown();
      await twins.pair.promote();
      await expect.poll(async () => (await world.clerk.get('/today')).status, PATIENCE).toBe(200);
      await twins.pair.rejoin();
      await book();
    } finally {
      open = false;
      await reading;
    }
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
    // Of thousands of pages those that were under way when PostgreSQL went say so; the next press works.
    expect(pages.filter(({ status }) => status === 503).length).toBeLessThan(10);
    await allStands(world, told);
  });
