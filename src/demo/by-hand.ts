import type { Actor } from '../audit/actor.ts';
import { EVERYBODY } from '../cards/viewer.ts';
import { readOne } from '../intake/read-one.ts';
import { takeOne } from '../intake/take-one.ts';
import { type Clock, today } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';

const CLERK: Actor = { kind: 'staff', staffId: 1 };

/** Cards that came without standing in a list: two are typed at the desk. */
const TYPED = [
  {
    noticeId: 'H1D-000101',
    name: '手島　いちか',
    kana: 'テシマ　イチカ',
    birth: 'S61.5.9',
    address: '福岡県久留米市城南町15番地3',
  },
  {
    noticeId: 'H1D-000102',
    name: '手島　みなと',
    kana: 'テシマ　ミナト',
    birth: 'H30.2.14',
    address: '福岡県久留米市城南町15番地3',
  },
] as const;

export async function takeInByHand(db: Db, clock: Clock): Promise<void> {
  const day = today(clock).toString();
  for (const typed of TYPED) {
    const read = readOne({ ...typed, officeCode: 'honcho', arrivedOn: day }, day);
    if (!read.ok) throw new Error(`a made-up card cannot be read: ${read.errors.map(({ field }) => field).join()}`);
    const taken = await takeOne(db, CLERK, EVERYBODY, { card: read.card, placeId: null, seen: '' });
    if (!taken.ok && taken.reason !== 'known') throw new Error(`a made-up card was refused: ${taken.reason}`);
  }
}
