import { listStatuses, type Status } from '../../../cards/read.ts';
import type { Hit } from '../../../cards/search.ts';
import { whereCardIs } from '../../../cards/whereabouts.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { Button, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { PersonHit } from '../../../reservations/search.ts';
import { can } from '../../../staff/rights.ts';
import { type Found, findPeople, findVisits, keep, lineOf, MOST, REFUSAL_WORDS, recordSearch } from '../../parts/find-people.ts';
import { HandOver } from '../../parts/finder.tsx';
import { openCode } from '../../parts/open-code.ts';
import { Unconfirmed } from '../../parts/reading.tsx';
import { ReservationState } from '../../parts/reservation-state.tsx';
import { Section } from '../../parts/section.tsx';
import { StatusState } from '../../parts/state.tsx';
import { nothing } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { birthday } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { foundWords, MOST_PAGES, Narrow, Pages } from './narrow.tsx';

/** Several cards under one notice ID are told apart by name, birthday and place (§8(1)④). */
const repeated = (hits: Hit[]): boolean => {
  const [first, ...others] = hits;
  return first !== undefined && others.length > 0 && others.every(({ noticeId }) => noticeId === first.noticeId);
};

function Results({ ask, found }: { ask: SignedAsk; found: Extract<Found, { state: 'found' }> }) {
  if (found.hits.length === 0)
    return (
      <div class="empty">
        <h2>見つかりませんでした</h2>
        <p class="lead">
          カナ・生年月日・メールアドレス、電話番号の下4桁、交付通知書IDの半分でも検索できます。予約番号は、全部の数字を入力してください。旧字や異体字は、どの字で入力しても同じ方が見つかります。
        </p>
        <p>交付通知書IDが正しいのに見つからないときは、カードの一覧がまだ取り込まれていないことがあります。</p>
        {can(ask.session, 'intake.take') && (
          <p>
            <a href={withQuery(paths.intakeOne, { found: ask.params['id'] ?? '' })}>カードを1枚登録する</a>
          </p>
        )}
        <HandOver to={found.handOver} />
      </div>
    );
  return (
    <>
      {repeated(found.hits) && (
        <Says class="lead">{`同じ交付通知書IDのカードが${found.hits.length}枚あります。氏名と生年月日で選んでください。`}</Says>
      )}
      {found.over && found.page === 1 && (
        <Says class="lead">{`最初の${MOST}枚を表示しています。交付状況を選ぶか、生年月日を続けて入力すると、絞り込めます。`}</Says>
      )}
      <HandOver to={found.handOver} />
      <div data-begin="">
        <Table
          caption="見つかった方"
          columns={[
            wholeCol('氏名'),
            wholeCol('生年月日'),
            wholeCol('交付通知書ID'),
            wholeCol('交付状況'),
            wholeCol('保管場所'),
            '住所',
          ]}
          rows={found.hits.map((hit) => [
            <>
              <a href={paths.person(hit.id)}>
                <b>{printable(hit.name).text}</b>
              </a>
              <span class="sub">
                {hit.kana}
                {hit.protected && <span class="tag">支援措置</span>}
              </span>
            </>,
            birthday(hit, ask.clock),
            <span class="code">{hit.noticeId}</span>,
            <StatusState category={hit.statusCategory} name={hit.statusName} />,
            whereCardIs(hit).first,
            hit.address,
          ])}
        />
      </div>
    </>
  );
}

/** Who booked without a card on file, or whose card is not there yet: one line a reservation. */
function Visits({ ask, visits }: { ask: SignedAsk; visits: PersonHit[] }) {
  return (
    <Section title="カードの登録がない予約">
      {visits.length === MOST && (
        <Says class="lead">{`新しい日から${MOST}件を表示しています。生年月日を続けて入力すると、絞り込めます。`}</Says>
      )}
      <Table
        caption="見つかった予約"
        columns={[
          wholeCol('氏名'),
          wholeCol('生年月日'),
          '手続き',
          wholeCol('日時'),
          '場所',
          wholeCol('予約番号'),
          wholeCol('状態'),
        ]}
        rows={visits.map((visit) => [
          <>
            <a href={paths.reservation(visit.reservationId)}>
              <b>{printable(visit.name).text}</b>
            </a>
            <span class="sub">
              {visit.kana}
              <Unconfirmed kana={visit.kana} />
              {visit.awaits && visit.state === 'booked' && <span class="tag">カード未着</span>}
              {visit.protected && <span class="tag">支援措置</span>}
            </span>
          </>,
          birthday({ birthDate: visit.birthDate, birthText: '' }, ask.clock),
          visit.serviceName,
          `${longDate(visit.day)} ${clockTime(visit.startMinute)}`,
          visit.officeName,
          <span class="code">{visit.number}</span>,
          <ReservationState reservation={{ ...visit, members: [{ cardId: null, outcome: visit.outcome }] }} />,
        ])}
      />
    </Section>
  );
}

/** What was typed, to be narrowed down or put right. */
function Again({ ask, line }: { ask: SignedAsk; line: string }) {
  return (
    <PostForm action={paths.search} token={ask.token} class="row-form search-again">
      <p>
        <label class="label" for="again">
          検索した言葉
        </label>
        <input class="input" id="again" name="q" type="text" autoComplete="off" value={line} />
      </p>
      <Button kind="second">もう一度検索する</Button>
    </PostForm>
  );
}

type PageProps = { ask: SignedAsk; found: Found; visits: PersonHit[]; statuses?: readonly Status[] };

function SearchPage({ ask, found, visits, statuses = [] }: PageProps) {
  return (
    <TitledPage ask={ask} title="検索の結果">
      {found.state !== 'none-asked' && <Again ask={ask} line={found.line} />}
      {found.state === 'none-asked' && <Says>検索してから時間がたちました。もう一度、上の欄に入力してください。</Says>}
      {found.state === 'refused' && <Says class="lead">{REFUSAL_WORDS[found.reason]}</Says>}
      {found.state === 'found' && (
        <>
          <p class="lead" role="status">
            「{found.line}」：<b>{foundWords(found)}</b>
            {visits.length > 0 && <b>、カードの登録がない予約{visits.length}件</b>}
          </p>
          {(found.hits.length > 0 || found.status !== '') && <Narrow ask={ask} status={found.status} statuses={statuses} />}
          {(found.hits.length > 0 || visits.length === 0) && <Results ask={ask} found={found} />}
          <Pages ask={ask} found={found} />
          {visits.length > 0 && <Visits ask={ask} visits={visits} />}
        </>
      )}
    </TitledPage>
  );
}

/** Where a search that means one person, or one visit, goes at once. */
function onlyOne(found: Found, { visits, all }: { visits: PersonHit[]; all: boolean }): string | undefined {
  if (found.state !== 'found' || !all || found.hits.length + visits.length !== 1) return undefined;
  const [visit] = visits;
  return found.only !== undefined
    ? paths.person(found.only)
    : visit === undefined
      ? undefined
      : paths.reservation(visit.reservationId);
}

export const searchRoutes: readonly Route[] = [
  // Posted, and answered behind an opaque id: no name or birthday in an address, a referrer or a log. Looked for once, by the page it leads to.
  post(paths.search, 'people.see', { words: '検索', of: nothing }, async (ask) => {
    const line = field(ask.body, 'q');
    return go((await openCode(ask, line)) ?? paths.found(await keep(ask)));
  }),
  get(paths.found(':id'), 'people.see', async (ask) => {
    const [line, statuses] = await Promise.all([lineOf(ask, ask.params['id']), listStatuses(ask.db)]);
    if (line === undefined) return show(<SearchPage ask={ask} found={{ state: 'none-asked' }} visits={[]} />);
    const status = statuses.find(({ code }) => code === field(ask.query, 'status'))?.code ?? '';
    const typed = Number(field(ask.query, 'page'));
    const page = Number.isInteger(typed) && typed > 1 ? Math.min(typed, MOST_PAGES) : 1;
    const [found, others] = await Promise.all([findPeople(ask, line, { status, page }), findVisits(ask, line)]);
    const only = status === '' && page === 1 ? onlyOne(found, others) : undefined;
    if (only !== undefined) return go(only);
    await recordSearch(ask, found);
    return show(<SearchPage ask={ask} found={found} visits={others.visits} statuses={statuses} />);
  }),
];
