import { recordView } from '../../../audit/view.ts';
import {
  cardsPacked,
  dropParcel,
  openParcel,
  type Parcel,
  type ParcelRefusal,
  packCard,
  readParcel,
  sendParcel,
  unpackCard,
  unsendParcel,
} from '../../../cards/parcels.ts';
import { meantBy, readScan } from '../../../cards/scan.ts';
import { taskOf } from '../../../counter/card-tasks.ts';
import { cardsLeft, wantedFor } from '../../../counter/expected-cards.ts';
import { type ScanTask, stopOf } from '../../../counter/judge-scan.ts';
import { lateParcels, lateParcelsAt, lateParcelsCount } from '../../../counter/late-parcels.ts';
import { arrivalOf, cardsOfParcel } from '../../../counter/parcel-cards.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { parcelPaper } from '../../../lists/parcel.ts';
import { recordTaken } from '../../../lists/remember.ts';
import type { Feature } from '../../feature.ts';
import { idsOf } from '../../menu.ts';
import { withRow } from '../../parts/row.tsx';
import { readCode } from '../../parts/scan-form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';
import { officesFor, parcelsPage } from './list.tsx';
import { type ParcelAnswer, ParcelPage } from './view.tsx';
import { REFUSED } from './words.ts';

const RIGHT = 'cards.move';

type More = { answer?: ParcelAnswer; refused?: string };

async function page(ask: SignedAsk, parcel: Parcel, more: More = {}, status = 200): Promise<Answer> {
  const viewer = viewerOf(ask);
  const cards = await cardsOfParcel(ask.db, viewer, parcel.id);
  const inside = new Set(await cardsPacked(ask.db, parcel.fromId));
  const wanted = await cardsLeft(ask.db, viewer, { officeId: parcel.fromId, until: null, toOffice: parcel.toId }, [
    'shelf',
    'pulled',
    'counter',
  ]);
  const left = wanted.filter(({ id }) => !inside.has(id));
  const wait = (await lateParcels(ask.db)).find(({ parcelId }) => parcelId === parcel.id);
  const arrives = await arrivalOf(ask.db, parcel.id);
  const last = rowId(ask.query['last']);
  const packed = cards.find(({ id, state }) => last.ok && id === last.value && state === 'packed');
  const answer = more.answer ?? (packed === undefined ? undefined : { kind: 'done' as const, card: packed });
  if (cards.length + left.length > 0 && packed === undefined)
    await recordView(ask.db, ask.actor, { saw: 'search', hits: cards.length + left.length });
  return show(<ParcelPage ask={ask} props={{ parcel, cards, left, wait, arrives, ...more, answer }} />, status);
}

const back = ({ id }: Parcel, query: Record<string, string | number>): Answer => go(withQuery(paths.parcel(id), query));
const refused = (ask: SignedAsk, parcel: Parcel, reason: ParcelRefusal): Promise<Answer> =>
  page(ask, parcel, { refused: REFUSED[reason] }, 409);

/** A card is scanned into the box: judged as one that is sent, and packed. */
async function scan(ask: SignedAsk, parcel: Parcel): Promise<Answer> {
  const typed = readCode(ask);
  if (typed === '') return back(parcel, {});
  const scanned = await readScan(ask.db, viewerOf(ask), typed);
  const meant = scanned.kind === 'cards' ? meantBy(scanned.cards) : undefined;
  if (meant === undefined) return page(ask, parcel, { answer: { kind: 'unknown', code: typed } }, 409);
  if ('several' in meant) return page(ask, parcel, { answer: { kind: 'several', cards: meant.several } }, 409);
  const card = meant.one;
  const task: ScanTask = { mode: 'send', officeId: parcel.fromId, until: null, toOfficeId: parcel.toId, boxId: null };
  const [wanted, open] = await Promise.all([wantedFor(ask.db, card.id), taskOf(ask.db, card.id)]);
  const stop = stopOf(task, card, wanted, open);
  if (stop !== undefined) {
    await recordView(ask.db, ask.actor, { saw: 'card', cardId: card.id });
    return page(ask, parcel, { answer: { kind: 'stopped', card, stop } }, 409);
  }
  const done = await packCard(ask.db, ask.actor, parcel.id, card.id);
  if (done.ok) return back(parcel, { last: card.id });
  const sign = done.reason === 'packed' ? '！' : '×';
  const first = done.reason === 'packed' ? '置いたままにしてください。' : '別にしてください。';
  return page(ask, parcel, { answer: { kind: 'stopped', card, stop: { sign, first, why: REFUSED[done.reason] } } }, 409);
}

async function open(ask: SignedAsk): Promise<Answer> {
  const { all, office } = await officesFor(ask);
  const to = all.find(({ code }) => code === field(ask.body, 'to'));
  if (office === undefined || to === undefined) return parcelsPage(ask, 422);
  const opened = await openParcel(ask.db, ask.actor, office.id, to.id);
  return opened.ok ? go(withQuery(paths.parcel(opened.value), { done: 'opened' })) : parcelsPage(ask, 422);
}

async function unpack(ask: SignedAsk, parcel: Parcel): Promise<Answer> {
  const card = rowId(ask.body['card']);
  if (!card.ok) return refused(ask, parcel, 'unknown');
  const out = await unpackCard(ask.db, ask.actor, parcel.id, card.value);
  return out.ok ? back(parcel, { done: 'unpacked' }) : refused(ask, parcel, out.reason);
}

async function send(ask: SignedAsk, parcel: Parcel): Promise<Answer> {
  const cards = field(ask.body, 'cards')
    .split(' ')
    .flatMap((text) => {
      const id = rowId(text);
      return id.ok ? [id.value] : [];
    });
  const sent = await sendParcel(ask.db, ask.actor, parcel.id, cards);
  return sent.ok ? back(parcel, { done: 'sent' }) : refused(ask, parcel, sent.reason);
}

async function slip(ask: SignedAsk, parcel: Parcel): Promise<Answer> {
  const cards = await cardsOfParcel(ask.db, viewerOf(ask), parcel.id);
  const pdf = await printPdf(parcelPaper(parcel, cards, { at: ask.now, by: ask.session.name }));
  const sentence = `便 ${parcel.id}・${parcel.fromName}から${parcel.toName}へ`;
  await recordTaken(ask.db, ask.actor, { list: '回送票', sentence, rows: cards.length, format: 'pdf' });
  return file('application/pdf', `回送票_便${parcel.id}.pdf`, pdf);
}

const withParcel = withRow<Parcel>((ask, id) => readParcel(ask.db, id));
const act = (
  name: Parameters<typeof paths.parcelAct>[1],
  kept: string,
  work: (ask: SignedAsk, parcel: Parcel) => Promise<Answer>,
): Route => post(paths.parcelAct(':id', name), RIGHT, kept, withParcel(work));

export const parcelFeature: Feature = {
  routes: [
    get(paths.parcels, RIGHT, (ask) => parcelsPage(ask)),
    post(paths.parcels, RIGHT, '回送の便の作成', open),
    get(
      paths.parcel(':id'),
      RIGHT,
      withParcel((ask, parcel) => page(ask, parcel)),
    ),
    post(paths.parcel(':id'), RIGHT, '回送の便にカードを入れる記録', withParcel(scan)),
    needs('lists.take', get(paths.parcelPdf(':id'), RIGHT, withParcel(slip))),
    act('unpack', '回送の便からカードを出す記録', unpack),
    act('send', '回送の便の発送', send),
    act('unsend', '回送の便の発送の取り消し', async (ask, parcel) => {
      const undone = await unsendParcel(ask.db, ask.actor, parcel.id);
      return undone.ok ? back(parcel, { done: 'unsent' }) : refused(ask, parcel, undone.reason);
    }),
    act('drop', '回送の便の取りやめ', async (ask, parcel) => {
      const gone = await dropParcel(ask.db, ask.actor, parcel.id);
      return gone.ok
        ? go(withQuery(paths.parcels, { office: parcel.fromCode, done: 'dropped' }))
        : refused(ask, parcel, gone.reason);
    }),
  ],
  menu: [{ group: 'cards', href: paths.parcels, words: '回送の便', right: RIGHT }],
  waits: [
    {
      words: '届いていない便、発送していない便',
      why: '届く予定の日を過ぎて未着のカードがある便と、作成の次の開庁日を過ぎても発送していない便です。発送元と送り先で確かめ、受領か発送を記録してください。',
      urgency: 'soon',
      call: '発送元と送り先の場所。電話番号は一覧に出ます。',
      href: paths.parcelsWaiting,
      right: RIGHT,
      count: lateParcelsCount,
      atOwn: { count: (at) => lateParcelsAt(idsOf(at)), href: () => paths.parcelsWaiting },
      answers: ['parcel.sent', 'parcel.sending-undone'],
      takesBack: ['parcel.sent'],
    },
  ],
};
