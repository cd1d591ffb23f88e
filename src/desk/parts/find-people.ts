import { recordLook, recordView } from '../../audit/view.ts';
import { type Query, type QueryRefusal, readQuery } from '../../cards/query.ts';
import { type Hit, searchCards } from '../../cards/search.ts';
import { EVERYBODY, type Viewer } from '../../cards/viewer.ts';
import { uuid } from '../../lib/values/ids.ts';
import { cardsByContact, findByNumber } from '../../reservations/read.ts';
import { type PersonHit, searchPersons } from '../../reservations/search.ts';
import { whoMay } from '../../staff/accounts.ts';
import { keepSearch, readSearch } from '../../staff/searches.ts';
import { field, type SignedAsk } from '../route.ts';
import { seesMembers } from './open-code.ts';
import { viewerOf } from './viewer.ts';

export const MOST = 50;

export type Found =
  | { state: 'none-asked' }
  /** `over`: there are more than this page and those before it hold. */
  | {
      state: 'found';
      line: string;
      hits: Hit[];
      over: boolean;
      /** Which page of them, from 1, and the status they were narrowed down to; '' none. */
      page: number;
      status: string;
      /** The one person who is meant; undefined where there are several, or one that this account may not see. */
      only: number | undefined;
      /** To whom a caller is handed over whom this account may not see; null where it sees everybody. The same whoever is looked for: it tells nothing. */
      handOver: string[] | null;
    }
  | { state: 'refused'; line: string; reason: QueryRefusal };

export const REFUSAL_WORDS: Record<QueryRefusal, string> = {
  empty: '交付通知書ID、予約番号、氏名、カナ、電話番号、メールアドレス、生年月日のどれかを入力してください。',
  'too-long': '長すぎます。氏名やIDだけを入力してください。',
  'too-short':
    '1文字の氏名では、多くの方が当てはまります。氏名・電話番号の下4桁・生年月日を続けて入力してください（例：森 花子、森 0123、森 S30.5.1）。',
  'application-id': '申請書IDでは検索できません。交付通知書ID、氏名、生年月日などを入力してください。',
  'individual-number': '個人番号（マイナンバー）では検索できません。交付通知書ID、氏名、生年月日などを入力してください。',
};

/** A query with the cards whose reservation gave its phone or address, in every reading of it. */
async function withBooked(ask: SignedAsk, query: Query): Promise<Query> {
  const cardIds = await cardsByContact(ask.db, query);
  return { ...query, cardIds, ...(query.or === undefined ? {} : { or: await withBooked(ask, query.or) }) };
}

/** What a line means: the query, and the cards of the visit whose number it is. */
async function meaningOf(ask: SignedAsk, query: Query): Promise<{ query: Query; booked: number[] }> {
  const reservation = query.number === undefined ? undefined : await findByNumber(ask.db, query.number);
  const members = reservation === undefined || !seesMembers(ask, reservation) ? [] : reservation.members;
  return { query: await withBooked(ask, query), booked: members.flatMap(({ cardId }) => (cardId === null ? [] : [cardId])) };
}

const theseCards = (cardIds: number[]): Query => ({ phone: '', words: [], cardIds });

/** The cards that are meant, those of the visit whose number it is first, as somebody sees them. */
async function cardsMeant(
  ask: SignedAsk,
  { query, booked }: Awaited<ReturnType<typeof meaningOf>>,
  { viewer, status, limit }: { viewer: Viewer; status: string; limit: number },
): Promise<Hit[]> {
  const found = await searchCards(ask.db, query, viewer, limit, status);
  const first = booked.length === 0 ? [] : await searchCards(ask.db, theseCards(booked), viewer, MOST, status);
  return [...first, ...found.filter(({ id }) => !first.some((one) => one.id === id))];
}

/** Whether nobody was left out of one or none found: `everybody` looks again, two at most, for who may see everybody. */
const noneLeftOut = async (ask: SignedAsk, shown: readonly unknown[], everybody: () => Promise<readonly unknown[]>) =>
  viewerOf(ask).seesProtected || (await everybody()).length === shown.length;

/**
 * Looks for what was typed; a page after the last one is the last one. Where somebody is left out, the one who stays is never chosen by itself: the caller
 * may be the other one.
 */
export async function findPeople(
  ask: SignedAsk,
  line: string,
  { status, page: asked }: { status: string; page: number } = { status: '', page: 1 },
): Promise<Found> {
  const read = readQuery(line);
  if (!read.ok) return { state: 'refused', line, reason: read.reason };
  const meant = await meaningOf(ask, read.value);
  const viewer = viewerOf(ask);
  const [those, handOver] = await Promise.all([
    cardsMeant(ask, meant, { viewer, status, limit: asked * MOST + 1 }),
    viewer.seesProtected ? null : whoMay(ask.db, 'cards.protected', ask.session.officeId),
  ]);
  const page = Math.max(1, Math.min(asked, Math.ceil(those.length / MOST)));
  const [first, ...others] = those;
  const alone =
    first !== undefined &&
    others.length === 0 &&
    (await noneLeftOut(ask, those, () => cardsMeant(ask, meant, { viewer: EVERYBODY, status, limit: 2 })));
  return {
    state: 'found',
    line,
    hits: those.slice((page - 1) * MOST, page * MOST),
    over: those.length > page * MOST,
    page,
    status,
    only: alone ? first.id : undefined,
    handOver: alone && handOver !== null ? [] : handOver,
  };
}

/** Reservations without a card that the line means: what a search lists beneath the cards. `all`: of one or none, that nobody was left out. */
export async function findVisits(ask: SignedAsk, line: string): Promise<{ visits: PersonHit[]; all: boolean }> {
  const read = readQuery(line);
  if (!read.ok) return { visits: [], all: true };
  const visits = await searchPersons(ask.db, read.value, viewerOf(ask), MOST);
  const all = visits.length > 1 || (await noneLeftOut(ask, visits, () => searchPersons(ask.db, read.value, EVERYBODY, 2)));
  return { visits, all };
}

/** What was typed, behind an opaque id in the address, where there is one. */
export async function lineOf(ask: SignedAsk, id: unknown): Promise<string | undefined> {
  const search = uuid(id);
  return search.ok ? readSearch(ask.db, ask.session.accountId, search.value) : undefined;
}

/** That somebody looked at the people a search found. */
export const recordSearch = (ask: SignedAsk, found: Found): Promise<number> =>
  recordView(ask.db, ask.actor, { saw: 'search', hits: found.state === 'found' ? found.hits.length : 0 });

/** The search behind an opaque id in the address, where there is one. `findAnew` kept and logged it; looked at again later it is another look. */
export async function foundBy(ask: SignedAsk, id: unknown): Promise<Found> {
  const line = await lineOf(ask, id);
  if (line === undefined) return { state: 'none-asked' };
  const found = await findPeople(ask, line);
  if (ask.looks && found.state === 'found') await recordLook(ask.db, ask.actor, { saw: 'search', hits: found.hits.length });
  return found;
}

/** Keeps what was typed and returns its opaque id. Overlong lines stay whole: the page says that they are. */
export const keep = (ask: SignedAsk, line = field(ask.body, 'q')): Promise<string> =>
  keepSearch(ask.db, ask.session.accountId, line);

/** Looks for what was typed beside a finder, logged here once however often the page is read again. Returns what its address carries: the search, and the card that is meant. */
export async function findAnew(ask: SignedAsk): Promise<{ search: string; card: number | undefined }> {
  const [search, found] = await Promise.all([keep(ask), findPeople(ask, field(ask.body, 'q'))]);
  await recordSearch(ask, found);
  return { search, card: found.state === 'found' ? found.only : undefined };
}
