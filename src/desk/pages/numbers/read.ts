import { type DueRow, readDueAhead } from '../../../cards/deadline.ts';
import { type MonthEnd, readMonthEnds } from '../../../cards/month-ends.ts';
import type { Viewer } from '../../../cards/viewer.ts';
import type { Tx } from '../../../lib/db/db.ts';
import {
  type Asked,
  type CounterWait,
  type FiguresRow,
  type Fill,
  type Found,
  type Now,
  readCounterWait,
  readFigures,
  readFill,
  readHolidays,
  readNow,
} from '../../../lists/numbers/index.ts';
import { readSetting } from '../../../site/settings.ts';
import { type Step, type Stretch, stepOf, stretchBefore, trendOf } from './stretch.ts';

/** All that the page shows of a stretch. `before`: the stretch before with its figures, where the one asked for is over. */
export type Read = {
  step: Step;
  over: boolean;
  found: Found;
  wait: CounterWait;
  before: (Stretch & { found: Found; wait: CounterWait }) | undefined;
  weeks: FiguresRow[];
  /** What share of who does not come the city wants to stay within, in percent; 0: none. */
  goal: number;
  fill: Fill[];
  now: Now;
  months: MonthEnd[];
  due: DueRow[];
  holidays: ReadonlyMap<string, string>;
};

async function readBefore(tx: Tx, viewer: Viewer, asked: Asked): Promise<Read['before']> {
  const stretch = stretchBefore(asked);
  const then = { ...asked, ...stretch };
  const [found, wait] = await Promise.all([
    readFigures(tx, viewer, then, ['office', 'service', 'channel']),
    readCounterWait(tx, viewer, then),
  ]);
  return { ...stretch, found, wait };
}

/** Reads it; `today` says what of it is over. */
export async function readPage(tx: Tx, viewer: Viewer, asked: Asked, today: string): Promise<Read> {
  const step = stepOf(asked);
  const over = asked.to < today;
  const [found, wait, before, weeks, goal, fill, now, months, due, holidays] = await Promise.all([
    readFigures(tx, viewer, asked, [step, 'office', 'service', 'channel']),
    readCounterWait(tx, viewer, asked),
    over ? readBefore(tx, viewer, asked) : undefined,
    readFigures(tx, viewer, { ...asked, ...trendOf(asked, today) }, ['week']),
    readSetting(tx, 'no-show-goal'),
    readFill(tx, asked),
    readNow(tx, viewer, asked),
    readMonthEnds(tx, viewer, asked.office),
    readDueAhead(tx, viewer, asked.office),
    readHolidays(tx, asked),
  ]);
  return { step, over, found, wait, before, weeks: weeks.by('week'), goal, fill, now, months, due, holidays };
}
