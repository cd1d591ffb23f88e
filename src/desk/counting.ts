import type { Db } from '../lib/db/db.ts';
import { BADGE_MS, badge } from './badge.ts';
import { type Led, type Wait, type Waiting, waitingReader, waitingWithin } from './menu.ts';
import { viewerOf } from './parts/viewer.ts';
import type { SignedAsk } from './route.ts';

type Asked = Pick<SignedAsk, 'session' | 'now'>;

/** What waits, counted for who looks. */
export type Counting = {
  /** As the page of it shows it, and as a press leaves it. */
  now(ask: Asked): Promise<readonly Waiting[]>;
  /** At most a moment old, for the badge of a page that is only looked at. */
  latest(ask: Asked): Promise<readonly Waiting[]>;
  /** Something was pressed and is done. */
  pressed(): void;
};

/** @param db its connections do nothing else, so that they keep the plans of what is counted */
export function countingOf(waits: readonly Led<Wait>[], db: Db): Counting {
  const [ofCity, ofOffices] = [waitingReader(waits), waitingWithin(waits)];
  const countCity = ({ session }: Asked) => ofCity.count(db, viewerOf({ session }));
  const within = ({ session, now }: Asked) => ofOffices({ db, now, session }, session.bounds ?? []);
  const city = badge(BADGE_MS, ({ session }: Asked) => (viewerOf({ session }).seesProtected ? 'sees' : 'blind'), countCity);
  const offices = badge(BADGE_MS, ({ session }: Asked) => String(session.accountId), within);
  return {
    now: async (ask) => (ask.session.bounds === null ? ofCity.seenBy(ask.session, await countCity(ask)) : within(ask)),
    latest: async (ask) =>
      ask.session.bounds === null ? ofCity.seenBy(ask.session, await city.latest(ask)) : offices.latest(ask),
    pressed: () => {
      city.pressed();
      offices.pressed();
    },
  };
}
