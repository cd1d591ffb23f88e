import { cityDay } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { BADGE_MS, badge } from './badge.ts';
import { type Led, type Wait, type Waiting, waitingReader, waitingWithin } from './menu.ts';
import { viewerOf } from './parts/viewer.ts';
import type { SignedAsk } from './route.ts';

type Asked = Pick<SignedAsk, 'session' | 'now'>;

/** What waits, counted for who looks. */
export type Counting = {
  /** As the page of it shows it; throws where it cannot be counted. */
  now(ask: Asked): Promise<readonly Waiting[]>;
  /** For the badge of any other page: at most a moment old, after a press of now. Nothing where it cannot be counted in time: no page, and no press that is done, fails by its badge. */
  badge(ask: Asked): Promise<readonly Waiting[]>;
  /** Something was pressed and is done. */
  pressed(): void;
};

/** How long a page waits for its badge. */
const LATE_MS = 2_000;

/**
 * @param db its connection does nothing else, so that it keeps the plans of what is counted
 * @param failed is told why a badge is left out
 */
export function countingOf(waits: readonly Led<Wait>[], db: Db, failed: (error: unknown) => void, lateMs = LATE_MS): Counting {
  const [ofCity, ofOffices] = [waitingReader(waits), waitingWithin(waits)];
  const countCity = ({ session }: Asked) => ofCity.count(db, viewerOf({ session }));
  const countWithin = ({ session, now }: Asked) =>
    ofOffices.count(db, { viewer: viewerOf({ session }), offices: session.bounds ?? [], today: cityDay(now) });
  const eyesOf = ({ session }: Asked): string => (viewerOf({ session }).seesProtected ? 'sees' : 'blind');
  const city = badge(BADGE_MS, eyesOf, countCity);
  const offices = badge(
    BADGE_MS,
    (ask: Asked) => [eyesOf(ask), ...(ask.session.bounds ?? []).map(({ id }) => id)].join(' '),
    countWithin,
  );
  const latest = async (ask: Asked) =>
    ask.session.bounds === null
      ? ofCity.seenBy(ask.session, await city.latest(ask))
      : ofOffices.seenBy(ask.session, await offices.latest(ask));
  return {
    now: async (ask) =>
      ask.session.bounds === null
        ? ofCity.seenBy(ask.session, await countCity(ask))
        : ofOffices.seenBy(ask.session, await countWithin(ask)),
    badge: (ask) => {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error(`not within ${lateMs} ms`)), lateMs);
      return Promise.race([latest(ask), late.promise])
        .catch((error: unknown) => {
          failed(error);
          return [];
        })
        .finally(() => clearTimeout(timer));
    },
    pressed: () => {
      city.pressed();
      offices.pressed();
    },
  };
}
