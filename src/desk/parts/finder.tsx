import { recordView } from '../../audit/view.ts';
import { type Query, type QueryRefusal, readQuery } from '../../cards/query.ts';
import { type Hit, searchCards } from '../../cards/search.ts';
import { IconWrong, TOKEN_FIELD } from '../../lib/html/index.ts';
import { printable } from '../../lib/japanese/printable.ts';
import { reservationNumber, uuid } from '../../lib/values/ids.ts';
import { cardsByPhone, findByNumber } from '../../reservations/read.ts';
import { type PersonHit, searchPersons } from '../../reservations/search.ts';
import { can } from '../../staff/rights.ts';
import { keepSearch, readSearch } from '../../staff/searches.ts';
import { field, type SignedAsk } from '../route.ts';
import { seesMembers } from './open-code.ts';
import { birthday } from './words.ts';

export const MOST = 50;

export type Found =
  | { state: 'none-asked' }
  /** `over`: there are more than the list holds. */
  | { state: 'found'; line: string; hits: Hit[]; over: boolean }
  | { state: 'refused'; line: string; reason: QueryRefusal };

export const REFUSAL_WORDS: Record<QueryRefusal, string> = {
  empty: '交付通知書ID、予約番号、氏名、カナ、電話番号、生年月日のどれかを入れてください。',
  'too-long': '長すぎます。氏名やIDだけを入れてください。',
  'too-short': '2文字以上を入れてください。',
  'individual-number': '個人番号（マイナンバー）では探せません。交付通知書ID、氏名、生年月日などを入れてください。',
};

/** What a line means: the query with cards whose reservation gave its phone, and the cards of the visit whose number it is. */
async function meaningOf(ask: SignedAsk, query: Query): Promise<{ query: Query; booked: number[] }> {
  const cardIds = query.phone === undefined ? [] : await cardsByPhone(ask.db, query.phone);
  const reservation = query.number === undefined ? undefined : await findByNumber(ask.db, query.number);
  const members = reservation === undefined || !seesMembers(ask, reservation) ? [] : reservation.members;
  return { query: { ...query, cardIds }, booked: members.flatMap(({ cardId }) => (cardId === null ? [] : [cardId])) };
}

const theseCards = (cardIds: number[]): Query => ({ phone: '', words: [], cardIds });

/** Looks for what was typed. Protected people are left out for who may not see them. */
export async function findPeople(ask: SignedAsk, line: string): Promise<Found> {
  const read = readQuery(line);
  if (!read.ok) return { state: 'refused', line, reason: read.reason };
  const seesProtected = can(ask.session, 'cards.protected');
  const meant = await meaningOf(ask, read.value);
  const hits = await searchCards(ask.db, meant.query, seesProtected, MOST + 1);
  const booked = meant.booked.length === 0 ? [] : await searchCards(ask.db, theseCards(meant.booked), seesProtected, MOST);
  const all = [...booked, ...hits.filter(({ id }) => !booked.some((one) => one.id === id))];
  return { state: 'found', line, hits: all.slice(0, MOST), over: all.length > MOST };
}

/** Reservations without a card that the line means: what a search lists beneath the cards. */
export async function findVisits(ask: SignedAsk, line: string): Promise<PersonHit[]> {
  const read = readQuery(line);
  return read.ok ? searchPersons(ask.db, read.value, can(ask.session, 'cards.protected'), MOST) : [];
}

/** What was typed, behind an opaque id in the address, where there is one. */
export async function lineOf(ask: SignedAsk, id: unknown): Promise<string | undefined> {
  const search = uuid(id);
  return search.ok ? readSearch(ask.db, ask.session.accountId, search.value) : undefined;
}

/** That somebody looked at the people a search found. */
export const recordSearch = (ask: SignedAsk, found: Found): Promise<number> =>
  recordView(ask.db, ask.actor, { saw: 'search', hits: found.state === 'found' ? found.hits.length : 0 });

/** The search behind an opaque id in the address, where there is one, looked at. */
export async function foundBy(ask: SignedAsk, id: unknown): Promise<Found> {
  const line = await lineOf(ask, id);
  if (line === undefined) return { state: 'none-asked' };
  const found = await findPeople(ask, line);
  await recordSearch(ask, found);
  return found;
}

/** Keeps what was typed and returns its opaque id; overlong lines are cut, they find nothing anyway. */
export const keep = (ask: SignedAsk): Promise<string> =>
  keepSearch(ask.db, ask.session.accountId, field(ask.body, 'q').slice(0, 201));

/** Whether the line is a reservation number: it opens the visit rather than a list. */
export const isNumber = (line: string): boolean => reservationNumber(line).ok;

/** What was found, each a link to the same page with the card chosen; the cursor waits in the first. */
function Hits({
  ask,
  found,
  hrefOf,
}: {
  ask: SignedAsk;
  found: Extract<Found, { state: 'found' }>;
  hrefOf: (cardId: number) => string;
}) {
  const first = { autoFocus: true };
  return (
    <div class="hits">
      <p role="status">
        <b>
          {found.hits.length === 0
            ? '見つかりませんでした'
            : found.over
              ? `${MOST}人より多く見つかりました`
              : `${found.hits.length}人見つかりました`}
        </b>
      </p>
      {found.over && <p class="small soft">生年月日を続けて入力すると、絞り込めます（例：たかさき 昭和22年3月8日）。</p>}
      {found.hits.length === 0 && (
        <p class="small soft">
          カナや生年月日でも、検索してください。ウェブで予約できない方は、カードの登録があるか確かめてください。
        </p>
      )}
      {found.hits.map((hit, index) => (
        <a class="hit" href={hrefOf(hit.id)} {...(index === 0 ? first : {})}>
          <b>{printable(hit.name).text}</b>
          <span class="sub">{hit.kana}</span>
          <span class="sub">{birthday(hit, ask.clock)}</span>
          <span class="sub">
            <span class="code">{hit.noticeId}</span>　{hit.statusName}
          </span>
        </a>
      ))}
    </div>
  );
}

type FinderProps = {
  ask: SignedAsk;
  action: string;
  found: Found;
  hrefOf: (cardId: number) => string;
  hidden: Record<string, string>;
};

/** First of the three columns: who. */
export function Finder({ ask, action, found, hrefOf, hidden }: FinderProps) {
  const alt1 = { accessKey: '1', ...(found.state === 'found' && found.hits.length > 0 ? {} : { autoFocus: true }) };
  return (
    <>
      <form method="post" action={action} class="finder">
        <input type="hidden" name={TOKEN_FIELD} value={ask.token} />
        {Object.entries(hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label class="label" for="who">
          ID・氏名・カナ・生年月日・電話
        </label>
        <div class="finder-row">
          <input
            class="input"
            id="who"
            name="q"
            type="text"
            autoComplete="off"
            maxLength={200}
            value={found.state === 'none-asked' ? '' : found.line}
            {...alt1}
            {...(found.state === 'refused' ? { 'aria-describedby': 'who-error', 'aria-invalid': 'true' as const } : {})}
          />
          <button class="button button-second" type="submit">
            検索
          </button>
        </div>
        {found.state === 'refused' && (
          <p class="wrong" id="who-error" role="alert">
            <IconWrong />
            {REFUSAL_WORDS[found.reason]}
          </p>
        )}
      </form>
      {found.state === 'found' && <Hits ask={ask} found={found} hrefOf={hrefOf} />}
    </>
  );
}
