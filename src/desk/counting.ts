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
  /**
   * For the badge of any other page: at most a moment old, after a press of now. Where it cannot be counted in time what was counted some minutes before, else
   * undefined: no page, and no press that is done, fails by its badge, and none says that nothing waits where nobody knows.
   */
  badge(ask: Asked): Promise<readonly Waiting[] | undefined>;
  /** Something was pressed and is done. */
  pressed(): void;
};

/** How long a page waits for its badge. */
const LATE_MS = 2_000;
/** What was counted so long ago is not shown any more. */
const OLD_MS = 5 * 60_000;

/**
 * @param db its connection does nothing else, so that it keeps the plans of what is counted
 * @param failed is told why a badge is an older one, or none
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
  const [of, reader] = [
    ({ session }: Asked) => (session.bounds === null ? city : offices),
    ({ session }: Asked) => (session.bounds === null ? ofCity : ofOffices),
  ];
  const latest = async (ask: Asked) => reader(ask).seenBy(ask.session, await of(ask).latest(ask));
  const last = (ask: Asked) => {
    const counts = of(ask).last(ask, OLD_MS);
    return counts === undefined ? undefined : reader(ask).seenBy(ask.session, counts);
  };
  return {
    now: async (ask) => reader(ask).seenBy(ask.session, await of(ask).anew(ask)),
    badge: (ask) => {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error(`not within ${lateMs} ms`)), lateMs);
      return Promise.race([latest(ask), late.promise])
        .catch((error: unknown) => {
          failed(error);
          return last(ask);
        })
        .finally(() => clearTimeout(timer));
    },
    pressed: () => {
      city.pressed();
      offices.pressed();
    },
  };
}
