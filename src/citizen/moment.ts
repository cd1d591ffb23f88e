import type { Clock } from '../lib/clock.ts';
import { type City, speakFor } from '../site/city.ts';
import { knowFramer } from './about/signs/away.tsx';
import type { CommonReads, Maintenance, Numbers } from './common.ts';
import { tellStop } from './stops.ts';

/** What every page speaks of, as it was read last; undefined: it could not be read. */
export type Moment = {
  /** The stop that runs or comes next. */
  stop: Maintenance | undefined;
  city: City | undefined;
  numbers: Numbers | undefined;
  framer: string | undefined;
};

const readOf = <T>(read: PromiseSettledResult<T>): T | undefined => (read.status === 'fulfilled' ? read.value : undefined);

/** @throws what kept it from being read */
function settled<T>(read: PromiseSettledResult<T>): T {
  if (read.status === 'rejected') throw read.reason;
  return read.value;
}

/**
 * Reads what every page speaks of. Where each read is the very one that was waited for before (`keep` gives the same for a second) there is nothing to
 * wait for. Where the database is away the stop that was known last holds if it runs: then the database is away because of it.
 * @throws what kept the stops, or without a stop the city, from being read
 */
export function momentReads(common: CommonReads, clock: Clock): () => Moment | Promise<Moment> {
  let known: Maintenance | undefined;
  let last: { reads: readonly Promise<unknown>[]; moment: Moment } | undefined;

  function stopOf(read: PromiseSettledResult<Maintenance | undefined>): Maintenance | undefined {
    if (read.status === 'fulfilled') {
      known = read.value;
      return known;
    }
    const now = Number(clock.now().epochMilliseconds);
    if (known === undefined || known.startsAt.getTime() > now || known.endsAt.getTime() <= now) throw read.reason;
    return { ...known, running: true };
  }
  return () => {
    const reads = [common.maintenance(''), common.city(''), common.numbers(''), common.embedder(''), ...common.texts()] as const;
    if (last !== undefined && reads.every((read, n) => read === last?.reads[n])) return last.moment;
    return Promise.allSettled(reads).then((all) => {
      const [stop, city, numbers, framer] = all;
      const moment = { stop: stopOf(stop), city: readOf(city), numbers: readOf(numbers), framer: readOf(framer) };
      if (moment.stop?.running !== true) settled(city);
      if (all.every(({ status }) => status === 'fulfilled')) last = { reads, moment };
      return moment;
    });
  };
}

/** From now on the pages of this process speak of that. Gives the stop that runs. */
export function tellMoment({ stop, city, numbers, framer }: Moment, clock: Clock): Maintenance | undefined {
  if (city !== undefined) speakFor(city);
  if (framer !== undefined) knowFramer(framer);
  tellStop(stop, numbers, stop === undefined ? 0 : Number(clock.now().epochMilliseconds));
  return stop?.running === true ? stop : undefined;
}
