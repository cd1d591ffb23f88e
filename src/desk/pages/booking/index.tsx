import { uuid } from '../../../lib/values/ids.ts';
import { heldCards, letGo, letOneGo } from '../../../reservations/desk-hold.ts';
import { leavePage } from '../../../staff/searches.ts';
import type { Feature } from '../../feature.ts';
import { findAnew, findPeople } from '../../parts/find-people.ts';
import { keptBoxes } from '../../parts/kept-boxes.ts';
import { nothing, party } from '../../parts/subject.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { boxesFor } from './draft.ts';
import { submitPerson } from './person.tsx';
import { readBooking } from './read.ts';
import { submit } from './submit.tsx';
import { BookingPage } from './view.tsx';
import { tooFew } from './words.ts';

const REREAD = {
  title: '日時が選び直されています',
  words: '新しい日時を読み上げてから、もう一度「この内容で予約する」を押してください。',
};

const bookingWords = (fields: Readonly<Record<string, unknown>>): string =>
  ['confirm', 'enter'].includes(field(fields, 'act')) ? '電話予約の確定' : '電話予約の枠の選択';

/** Whether who was looked for may be one this account holds a place for: the call goes on in another window. */
async function goesOn(ask: SignedAsk, card: number | undefined): Promise<boolean> {
  const held = await heldCards(ask.db, ask.session.accountId);
  if (held.length === 0 || card !== undefined) return card !== undefined && held.includes(card);
  const found = await findPeople(ask, field(ask.body, 'q'));
  return found.state === 'found' && found.hits.some(({ id }) => held.includes(id));
}

/** A page of the call is left, or only closed (`hidden`): what it held is given back where it is left and no other window shows it. */
async function leaves(ask: SignedAsk): Promise<void> {
  // A page drawn by the release before says no hold: then as it did. The next release drops this.
  if (ask.body['hold'] === undefined) return void (await letGo(ask.db, ask.actor, ask.session.accountId));
  const [hold, sign] = [uuid(ask.body['hold']), uuid(ask.body['sign'])];
  if (!hold.ok || (!sign.ok && field(ask.body, 'sign') !== '')) return;
  const last = await leavePage(ask.db, ask.session.accountId, hold.value, sign.ok ? sign.value : '');
  if (last && field(ask.body, 'hidden') !== '1') await letOneGo(ask.db, ask.actor, hold.value);
}

const bookingRoutes: readonly Route[] = [
  get(paths.booking, 'booking.make', async (ask) => {
    const [read, typed] = await Promise.all([readBooking(ask, ask.query), keptBoxes(ask, ask.query['typed'])]);
    const { draft, ...known } = read;
    const props = { ...known, errors: {}, typed: typed ?? (draft === undefined ? undefined : boxesFor(draft, read.party)) };
    const problem = ask.query['reread'] === '1' ? REREAD : tooFew(props);
    return show(<BookingPage ask={ask} props={{ ...props, ...(problem === undefined ? {} : { problem }) }} />);
  }),

  post(paths.bookingFind, 'booking.make', { words: '電話予約の本人の検索', of: nothing }, async (ask) => {
    const office = field(ask.body, 'office').slice(0, 40);
    const service = field(ask.body, 'service').slice(0, 20);
    const { search, card } = await findAnew(ask);
    // The call goes on about somebody else.
    if (!(await goesOn(ask, card))) await letGo(ask.db, ask.actor, ask.session.accountId);
    return go(withQuery(paths.booking, { search, card, office, service }));
  }),

  post(paths.bookingPerson, 'booking.make', { words: '電話予約の本人の入力', of: nothing }, submitPerson),

  post(paths.bookingLeave, 'booking.make', { words: '電話予約の中止', of: nothing }, async (ask) => {
    await leaves(ask);
    const search = uuid(ask.body['search']);
    const at = { service: field(ask.body, 'service').slice(0, 20), office: field(ask.body, 'office').slice(0, 40) };
    return go(withQuery(paths.booking, { search: search.ok ? search.value : '', ...at }));
  }),

  post(paths.booking, 'booking.make', { words: bookingWords, of: party }, submit),
];

export const bookingFeature: Feature = {
  routes: bookingRoutes,
  menu: [{ group: 'booking', href: paths.booking, words: '電話予約', right: 'booking.make' }],
};
