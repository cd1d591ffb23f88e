import { readPlace } from '../../../cards/places.ts';
import { type Recent, recentMoves } from '../../../cards/scan.ts';
import { cardsLeft, cardsTaken, type LeftCard, pulledUntil, wantedFor } from '../../../counter/expected-cards.ts';
import { type ScanMode, type ScanTask, takesBox } from '../../../counter/judge-scan.ts';
import { type Arriving, readArriving } from '../../../counter/under-way.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { day, type FormState, form } from '../../../lib/form/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { rowId, smallId } from '../../../lib/values/ids.ts';
import { listOffices, type Office } from '../../../offices/read.ts';
import { ownAmong } from '../../../staff/bounds.ts';
import { contextOf } from '../../parts/form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { field, type SignedAsk } from '../../route.ts';
import { foundNote } from '../person/found.tsx';
import type { ScanAnswer } from './answer.ts';
import { eventsOf, SCAN_WORDS } from './words.ts';

export type ScanPageProps = {
  task: ScanTask;
  offices: Office[];
  /** Where cards may be sent. */
  others: Office[];
  office: Office;
  toOffice: Office | undefined;
  boxName: string;
  /** What was named as a box and is none in use here: it went out of use since the page was loaded. '': nothing. */
  boxGone: string;
  left: LeftCard[];
  /** How many were pulled or sent for these visits. */
  taken: number;
  /** Up to which day's visits; null: it is told by the day each is sent on. */
  upTo: string | null;
  /** Every row leads to saying that its card is not on its shelf. */
  notThere: boolean;
  /** What has not arrived, where cards are received. */
  arriving: Arriving[];
  recent: Recent[];
  answer: ScanAnswer | undefined;
  /** Where a missing card was found, as it was typed. */
  note: FormState;
  /** What is wrong with the task as it was typed. */
  errors: FormErrors;
};

/** What the address of a scan page carries along: where, up to when, where to, which box. One that is gone too, or the next card would go into another. */
export const taskQuery = ({ task, office, toOffice, boxGone }: ScanPageProps) => ({
  office: office.code,
  until: task.until === null ? '' : longDate(task.until),
  to: toOffice?.code ?? '',
  box: task.boxId === null ? boxGone : String(task.boxId),
});

/** Up to which day's visits cards are pulled or sent; left empty, what leaves its shelf by the end of today. */
export const untilForm = form<{ until: string | null }>({
  until: day('この日の予約まで', {
    called: '予約の日',
    need: 'silent',
    hint: '空欄のときは、次の開庁日の予約まで（回送する分は、送る日が来た予約）',
  }).optional(),
});

/** Where a missing card was found: it goes with each scan. */
export const noteForm = form<{ note: string }>({ note: foundNote() });

const RECENT = 10;

/** What was typed of where a card was found stays in its box. */
export const noteState = (ask: SignedAsk, errors: FormErrors): FormState => ({ shown: (box) => field(ask.body, box), errors });

/** Everything a scan page shows; undefined where there is no office at all. */
export async function readScanPage(
  ask: SignedAsk,
  mode: ScanMode,
  input: SignedAsk['query'],
): Promise<ScanPageProps | undefined> {
  const all = await listOffices(ask.db);
  const offices = ownAmong(ask.session, all);
  const office =
    offices.find(({ code }) => code === field(input, 'office')) ??
    offices.find(({ id }) => id === ask.session.officeId) ??
    offices[0];
  if (office === undefined) return undefined;
  const typed = untilForm.read(input, contextOf(ask));
  const until = typed.ok ? typed.value.until : null;
  const others = all.filter(({ id }) => id !== office.id);
  const toOffice = mode === 'send' ? (others.find(({ code }) => code === field(input, 'to')) ?? others[0]) : undefined;
  const box = takesBox(mode) ? smallId(input['box']) : undefined;
  const named = box?.ok === true ? await readPlace(ask.db, box.value) : undefined;
  const place = named?.officeId === office.id ? named : undefined;
  const viewer = viewerOf(ask);
  const task: ScanTask = { mode, officeId: office.id, until, toOfficeId: toOffice?.id ?? null, boxId: place?.id ?? null };
  const waits = SCAN_WORDS[mode].left !== '';
  const last = rowId(input['last']);
  const of = { officeId: office.id, until, toOffice: mode === 'send' ? (toOffice?.id ?? 0) : null };
  const [left, taken, upTo, arriving, recent] = await Promise.all([
    waits ? cardsLeft(ask.db, viewer, of, mode === 'send' ? ['shelf', 'pulled'] : ['shelf']) : [],
    waits ? cardsTaken(ask.db, of) : 0,
    until ?? (mode === 'pull' ? pulledUntil(ask.db, office.id) : null),
    mode === 'receive' ? readArriving(ask.db, viewer, office.id) : [],
    recentMoves(ask.db, viewer, ask.session.accountId, { events: eventsOf(mode), limit: RECENT, bounds: ask.session.bounds }),
  ]);
  // Only what this clerk has just moved is said to be moved, whatever the address says.
  const moved = recent.find(({ card, undone }) => !undone && last.ok && card.id === last.value);
  const wanted = moved !== undefined && waits && moved.card.who !== null ? await wantedFor(ask.db, moved.card.id) : undefined;
  return {
    task,
    offices,
    others,
    office,
    toOffice,
    boxName: place === undefined ? '' : `${place.cabinet} ${place.box}`,
    boxGone: takesBox(mode) && place === undefined ? field(input, 'box').slice(0, 10) : '',
    left,
    taken,
    upTo,
    notThere: field(input, 'rows') === 'not-there',
    arriving,
    recent,
    answer: moved === undefined ? undefined : { kind: 'done', card: moved.card, wanted },
    note: noteState(ask, {}),
    errors: typed.ok ? {} : typed.errors,
  };
}
