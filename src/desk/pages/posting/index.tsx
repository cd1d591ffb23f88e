import { type BulkChange, postedBy, readBulk } from '../../../cards/bulk.ts';
import { readBulkWork } from '../../../cards/bulk-work.ts';
import { readDue } from '../../../cards/deadline.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import type { Label } from '../../../lib/pdf/paper.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import {
  type Address,
  addressColumns,
  addressesOf,
  addressLabels,
  lacking,
  type Posted,
  slipPaper,
  withAddress,
} from '../../../lists/addresses.ts';
import { countUnplaced, KINDS } from '../../../lists/definitions/to-post.ts';
import { keepPrinter, labelPrinters, labelsPaper } from '../../../lists/labels.ts';
import { countHidden, countRows, eachLines } from '../../../lists/read.ts';
import { recordTaken } from '../../../lists/remember.ts';
import { cityNow } from '../../../site/city.ts';
import type { Feature } from '../../feature.ts';
import { readForm } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, needs, post, type SignedAsk, show } from '../../route.ts';
import { printerOf } from '../labels/sheet-fields.ts';
import { type AskedList, askedList, toList } from '../lists/asked.ts';
import { addressForm, MOST_LABELS, slipForm } from './form.ts';
import { type CountedKind, PostingPage } from './view.tsx';

const RIGHT = 'people.see';

/** The notices to post that a filter chooses; none named, the first ones of all places. */
async function chosen(ask: SignedAsk, input: SignedAsk['query']): Promise<AskedList> {
  const asked = await askedList({ ...ask, params: { list: 'to-post' } }, input);
  if (asked === undefined) throw new Error('the list of notices to post is gone');
  return asked;
}

/**
 * How many there are of each kind at the place that was chosen, one after the other, so that a page takes one connection. Who is to be noticed again is asked
 * of every card's times, which takes seconds (a page of a new city with 8,151 cards ran out of time on a busy machine): where another kind was chosen, the number is the one
 * 対応が必要 tells, with the time it was counted, and before the first night there is none.
 */
async function countKinds(ask: SignedAsk, { prepared, known, typed }: AskedList, rows: number): Promise<CountedKind[]> {
  const { office = '' } = prepared.boxes;
  const kinds: CountedKind[] = [];
  for (const [kind, words] of Object.entries(KINDS)) {
    const whole = prepared.boxes['kind'] === kind && typed === undefined && filterless(prepared.boxes);
    const officeId = known.offices.find(({ code }) => code === office)?.id ?? null;
    if (kind === 'again' && !whole) {
      const due = await readDue(ask.db, viewerOf(ask), 'renotice', officeId);
      kinds.push({ kind, words, rows: due?.cards, at: due?.at });
    } else {
      const counted = whole ? rows : await countRows(ask.db, (await chosen(ask, { kind, office })).prepared);
      kinds.push({ kind, words, rows: counted, at: undefined });
    }
  }
  return kinds;
}

/** No lot, box or import narrows it down, nor are other cards shown than usually. */
const filterless = ({ lot = '', box = '', file = '', setUp = 'done' }: Readonly<Record<string, string>>): boolean =>
  lot + box + file === '' && setUp === 'done';

/** How many of the notices wait whose cards have no record of their settings before handing over, under the same filter. */
const countNotSetUp = async (ask: SignedAsk, { prepared: { boxes } }: AskedList): Promise<number> =>
  countRows(ask.db, (await chosen(ask, { ...boxes, setUp: 'left' })).prepared);

/** Where each notice goes, some thousand at a time: of a city's whole delivery no page holds them all. Returns how many there are. */
const eachAddress = (ask: SignedAsk, asked: AskedList, take: (some: readonly Address[]) => void): Promise<number> =>
  eachLines(ask.db, { ...asked, sort: '', columns: addressColumns(asked.list) }, (lines) => take(addressesOf(asked.list, lines)));

async function page(ask: SignedAsk, input: SignedAsk['query'], errors: FormErrors = {}): Promise<Answer> {
  const asked = await chosen(ask, input);
  if (hasErrors(asked.prepared.errors)) return toList(asked, input);
  const lacks = { address: 0, glyph: 0, shape: 0 };
  const rows = await eachAddress(ask, asked, (some) => {
    const here = lacking(some);
    lacks.address += here.address;
    lacks.glyph += here.glyph;
    lacks.shape += here.shape;
  });
  const hidden = await countHidden(ask.db, asked.prepared);
  const kinds = await countKinds(ask, asked, rows);
  const notSetUp = await countNotSetUp(ask, asked);
  // Cards that are expected are counted without their persons.
  const unplaced = asked.typed === undefined ? await countUnplaced(ask.db, asked.prepared.boxes) : 0;
  const printers = await labelPrinters(ask.db);
  return show(
    <PostingPage ask={ask} props={{ asked, kinds, rows, hidden, notSetUp, unplaced, lacks, printer: printers[0], errors }} />,
    hasErrors(errors) ? 422 : 200,
  );
}

async function labels(ask: SignedAsk): Promise<Answer> {
  const asked = await chosen(ask, ask.body);
  if (hasErrors(asked.prepared.errors)) return toList(asked, ask.body);
  const typed = readForm(ask, addressForm);
  if (!typed.ok) return page(ask, ask.body, typed.errors);
  const { from, to, start } = typed.value;
  const made: Label[] = [];
  let before = 0;
  await eachAddress(ask, asked, (some) => {
    const wanted = some.slice(Math.max(from - 1 - before, 0), to === null ? undefined : Math.max(to - before, 0));
    before += some.length;
    if (made.length <= MOST_LABELS) made.push(...addressLabels(wanted));
  });
  if (made.length === 0) return page(ask, ask.body, { from: '印刷する宛名がありません。' });
  if (made.length > MOST_LABELS)
    return page(ask, ask.body, {
      to: `一度に印刷できるのは${grouped(MOST_LABELS)}枚までです。「何人目まで」を指定してください。`,
    });
  const prints = printerOf(typed.value);
  await keepPrinter(ask.db, prints);
  await recordTaken(ask.db, ask.actor, {
    list: '宛名ラベル',
    sentence: asked.prepared.sentence,
    rows: made.length,
    format: 'pdf',
  });
  return file('application/pdf', '宛名ラベル.pdf', await printPdf(labelsPaper('宛名ラベル', made, prints, start)));
}

/** The slip from the office that was chosen, else from the city. */
async function slipFile(ask: SignedAsk, asked: AskedList, day: string, posted: readonly Posted[]): Promise<Answer> {
  const office = asked.known.offices.find(({ code }) => code === asked.prepared.boxes['office']);
  const city = cityNow();
  const sender =
    office === undefined
      ? { name: city.name, address: city.address, phone: city.phone }
      : { name: `${city.name} ${office.name}`, address: office.address, phone: office.phone };
  const printed = [`${deskMoment(ask.now)} 印刷`, ask.session.name];
  return file('application/pdf', `差出票_${day}.pdf`, await printPdf(slipPaper({ day: longDate(day), posted, sender }, printed)));
}

async function slip(ask: SignedAsk): Promise<Answer> {
  const asked = await chosen(ask, ask.body);
  if (hasErrors(asked.prepared.errors)) return toList(asked, ask.body);
  const typed = readForm(ask, slipForm);
  if (!typed.ok) return page(ask, ask.body, typed.errors);
  const rows = await countRows(ask.db, { unordered: withAddress(asked.prepared), long: false });
  if (rows === 0) return page(ask, ask.body, { posted: '発送する通知がありません。' });
  const kind = KINDS[(asked.prepared.boxes['kind'] ?? 'first') as keyof typeof KINDS];
  return slipFile(ask, asked, typed.value.posted, [{ kind: `交付通知書（${kind}）`, count: rows }]);
}

/** The same of what was recorded as posted: as many as the record says, once it is whole. */
async function slipOfRecord(ask: SignedAsk, change: BulkChange): Promise<Answer> {
  if ((await readBulkWork(ask.db, change.id))?.endedAt === null)
    return go(withQuery(paths.bulkChange(change.id), { stays: 'goes-on' }));
  const posted = await postedBy(ask.db, change.id);
  const day = posted[0]?.postedOn ?? cityDay(ask.now);
  const words = { first: '最初の通知', again: '再通知' };
  const asked = await chosen(ask, { kind: 'first', office: field(ask.query, 'office') });
  return slipFile(
    ask,
    asked,
    day,
    posted.map(({ kind, count }) => ({ kind: `交付通知書（${words[kind]}）`, count })),
  );
}

export const postingFeature: Feature = {
  routes: [
    get(paths.posting, RIGHT, (ask) => page(ask, ask.query)),
    needs('lists.take', post(paths.postingLabels, RIGHT, '宛名ラベルの印刷', labels)),
    post(paths.postingSlip, RIGHT, '差出票の印刷', slip),
    needs(
      'people.see',
      get(paths.postedSlip(':id'), 'people.status', withRow<BulkChange>((ask, id) => readBulk(ask.db, id))(slipOfRecord)),
    ),
  ],
  menu: [{ group: 'cards', href: paths.posting, words: '通知の発送', right: RIGHT }],
};
