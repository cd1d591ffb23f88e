import { type BandFault, bandFaults, MOST_CAPACITY, UNITS } from '../../../calendar/judge.ts';
import type { Band } from '../../../calendar/rules.ts';
import { clockSpan, clockTime } from '../../../lib/dates/format.ts';
import type { Say } from '../../../lib/form/index.ts';
import { lastsNoTimeWords } from '../../../lib/form/index.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import type { ValueRefusal } from '../../../lib/values/read.ts';
import { timeOfDay } from '../../../lib/values/times.ts';

/** A row of the table as it stands in its boxes. */
export type BandRow = Record<(typeof BOXES)[number], string>;
export const BOXES = ['from', 'to', 'unit', 'capacity', 'desk', 'until'] as const;
export const boxName = (box: (typeof BOXES)[number], row: number): string => `${box}-${row}`;

/** More bands than a day of ten-minute bands could need; a form has 500 fields at most. */
const MOST_ROWS = 60;
const EMPTY_ROWS = 3;
const EMPTY: BandRow = { from: '', to: '', unit: '30', capacity: '', desk: '', until: '' };

export const rowOf = (band: Band): BandRow => ({
  from: clockTime(band.fromMinute),
  to: clockTime(band.toMinute),
  unit: String(band.unitMinutes),
  capacity: String(band.capacity),
  desk: band.deskPlaces === 0 ? '' : String(band.deskPlaces),
  until: band.deskPlaces === 0 ? '' : String(band.deskUntilOpenDays),
});

/** The pull-down always says something, so it does not make a row. */
const isEmpty = (row: BandRow): boolean => BOXES.every((box) => box === 'unit' || row[box].trim() === '');

/** Always three empty rows more than there are: without scripts too any number of bands can be typed. */
export const withEmptyRows = (rows: readonly BandRow[]): BandRow[] => [
  ...rows.filter((row) => !isEmpty(row)),
  ...Array.from({ length: Math.min(EMPTY_ROWS, MOST_ROWS - rows.length) }, () => EMPTY),
];

/** The rows typed, without those left empty. */
export const typedRows = (shown: (box: string) => string): BandRow[] =>
  Array.from({ length: MOST_ROWS }, (_, row) => row)
    .map((row) => Object.fromEntries(BOXES.map((box) => [box, shown(boxName(box, row))])) as BandRow)
    .filter((row) => !isEmpty(row));

const FAULTS: Record<BandFault['fault'], [box: (typeof BOXES)[number], words: string]> = {
  'outside-day': ['from', '0:00から24:00までの時刻にしてください'],
  'ends-before': ['to', `${lastsNoTimeWords()}日をまたぐときは、2つの日に分けてください`],
  unit: ['unit', '枠の長さを選んでください'],
  'not-divided': ['unit', '割り切れません'],
  overlaps: ['from', '重なっています'],
  capacity: ['capacity', `定員は、0人から${MOST_CAPACITY}人までにしてください`],
  'desk-places': ['desk', '職員枠は、定員までの人数にしてください'],
  'desk-days': ['until', '開庁日の数は、0から60までにしてください'],
};

const TIME: Record<ValueRefusal, string> = {
  empty: '時刻を入力してください',
  'too-long': '時刻を「9:00」のように入力してください',
  unreadable: '時刻を「9:00」のように入力してください',
  impossible: '0:00から24:00までの時刻にしてください',
};

/** The words for a fault, where it helps with what it is measured against. */
function faultWords({ band, fault }: BandFault, bands: readonly Band[]): string {
  const here = bands[band];
  if (here !== undefined && fault === 'not-divided')
    return `${clockSpan(here.fromMinute, here.toMinute)}は、${here.unitMinutes}分で割り切れません`;
  const other = bands.find(
    (one, i) => i < band && here !== undefined && one.fromMinute < here.toMinute && here.fromMinute < one.toMinute,
  );
  if (other !== undefined && fault === 'overlaps') return `${clockSpan(other.fromMinute, other.toMinute)}と重なっています`;
  return FAULTS[fault][1];
}

/** A row of boxes as a band; `wrong` is told what is wrong with which box. */
function readBand(row: BandRow, wrong: (box: (typeof BOXES)[number], words: string) => void): Band | undefined {
  const from = timeOfDay(row.from);
  const to = timeOfDay(row.to);
  const unit = wholeNumber(Math.min(...UNITS), Math.max(...UNITS))(row.unit);
  const capacity = wholeNumber(0, MOST_CAPACITY, '人')(row.capacity);
  const desk = wholeNumber(0, MOST_CAPACITY, '人')(row.desk);
  const until = wholeNumber(0, 60, '開庁日')(row.until);
  if (!from.ok) wrong('from', TIME[from.reason]);
  if (!to.ok) wrong('to', TIME[to.reason]);
  if (!unit.ok) wrong('unit', FAULTS.unit[1]);
  if (!capacity.ok) wrong('capacity', FAULTS.capacity[1]);
  const deskWrong = !desk.ok && desk.reason !== 'empty';
  const untilWrong = !until.ok && until.reason !== 'empty';
  if (deskWrong) wrong('desk', FAULTS['desk-places'][1]);
  if (untilWrong) wrong('until', FAULTS['desk-days'][1]);
  if (!from.ok || !to.ok || !unit.ok || !capacity.ok || deskWrong || untilWrong) return undefined;
  return {
    fromMinute: from.value,
    toMinute: to.value,
    unitMinutes: unit.value,
    capacity: capacity.value,
    deskPlaces: desk.ok ? desk.value : 0,
    deskUntilOpenDays: until.ok ? until.value : 0,
  };
}

/** The rows as bands; undefined after `say` was told what is wrong at which box, row by row. */
export function readBands(rows: readonly BandRow[], say: Say = () => {}): Band[] | undefined {
  const found = new Map<string, string>();
  const read = rows.flatMap((row, index) => {
    const band = readBand(row, (box, words) => found.set(boxName(box, index), words));
    return band === undefined ? [] : [{ band, index }];
  });
  const bands = read.map(({ band }) => band);
  for (const fault of bandFaults(bands))
    found.set(boxName(FAULTS[fault.fault][0], read[fault.band]?.index ?? 0), faultWords(fault, bands));
  for (const index of rows.keys())
    for (const box of BOXES) {
      const words = found.get(boxName(box, index));
      if (words !== undefined) say(boxName(box, index), `${index + 1}行目：${words}。`);
    }
  return found.size === 0 ? bands : undefined;
}
