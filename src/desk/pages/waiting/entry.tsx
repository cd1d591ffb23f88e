import { recordLook } from '../../../audit/view.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, SummaryList, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { can } from '../../../staff/rights.ts';
import { bookOffer, leave, pass } from '../../../waiting/acts.ts';
import { type EntryRow, type OfferRow, offersOf, readEntry } from '../../../waiting/read.ts';
import { afterBooking } from '../../parts/after-booking.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { BOOK_WORDS, END_WORDS, OUTCOME_OF, wishWords } from './words.ts';

const DONE: Record<string, string> = {
  entered: '空き待ちに登録しました。',
  changed: '待つ条件・連絡先を変更しました。順番はそのままです。',
  already: 'すでに、この条件で登録されています。',
  'passed-before': 'この日時の確保は、すでに終わっています。見送る必要はありません。',
  'left-before': 'この空き待ちは、すでに終わっていました。',
  passed: 'この日時は見送りました。次の空きが出ると、また案内します。',
  left: '空き待ちを取り消しました。',
};

const whenWords = ({ day, startMinute, office }: { day: string; startMinute: number; office: string }): string =>
  `${shortDate(day)} ${clockTime(startMinute)}　${office}`;

export const nameOf = ({ who }: EntryRow): string => (who === null ? '（表示できません）' : printable(who.name).text);

/** What is held at this moment: to be said on the telephone, and booked by one press. */
function Offer({ ask, row }: { ask: SignedAsk; row: EntryRow }) {
  if (row.offer === null) return null;
  const { offer } = row;
  // The press is for the time that is read aloud, whatever they are offered by then.
  const hold = { hold: offer.reservationId };
  return (
    <Notice kind="care" title={row.mail === null ? '空きが出ました。電話で案内してください' : '空きをメールで案内しています'}>
      <SummaryList
        rows={[
          { term: '確保している日時', value: <b>{whenWords(offer)}</b> },
          { term: '確保の期限', value: deskMoment(offer.until) },
          ...(row.phone === '' ? [] : [{ term: '電話番号', value: <b>{showPhone(row.phone)}</b> }]),
        ]}
      />
      {can(ask.session, 'booking.make') && (
        <>
          <Says>
            {row.booking === null
              ? '予約を受けるときは、持ち物と注意を読み上げて、確認していただいてから押してください。'
              : '変更を受けるときは、持ち物と注意を読み上げて、確認していただいてから押してください。押すと、今の予約がこの日時に変わり、今の枠は空きます。見送っても、期限が過ぎても、今の予約はそのままです。'}
          </Says>
          <div class="acts">
            <PostForm action={paths.waitingBook(row.id)} token={ask.token} hidden={hold} class="inline-form">
              <Button>{row.booking === null ? 'この日時で予約する' : 'この日時に変更する'}</Button>
            </PostForm>{' '}
            <PostForm action={paths.waitingPass(row.id)} token={ask.token} hidden={hold} class="inline-form">
              <Button kind="second">この日時は見送る</Button>
            </PostForm>
          </div>
        </>
      )}
    </Notice>
  );
}

const Facts = ({ row }: { row: EntryRow }) => (
  <SummaryList
    rows={[
      { term: '氏名', value: <a href={paths.person(row.cardId)}>{nameOf(row)}</a>, more: row.who?.kana },
      { term: '人数', value: `${row.people}人` },
      { term: '手続き', value: row.service },
      { term: '交付場所', value: row.offices.join('、') },
      { term: '待つ条件', value: wishWords(row) },
      ...(row.booking === null
        ? []
        : [
            {
              term: '今の予約',
              value: <a href={paths.reservation(row.booking.id)}>{whenWords(row.booking)}</a>,
              more: row.endedAt === null ? 'この予約より早い空きを待っています' : undefined,
            },
          ]),
      {
        term: '連絡先',
        value: [row.mail, row.phone === '' ? null : showPhone(row.phone)].filter((one) => one !== null).join('　'),
      },
      { term: '登録', value: `${deskMoment(row.enteredAt)}　${row.channel === 'web' ? 'ウェブ' : '電話'}` },
      ...(row.endedAt === null || row.endReason === null
        ? []
        : [{ term: '終わり', value: `${deskMoment(row.endedAt)}　${END_WORDS[row.endReason]}` }]),
    ]}
  />
);

const Offers = ({ offers }: { offers: OfferRow[] }) => (
  <>
    <h2 class="section">案内した日時</h2>
    <Table
      caption="案内した日時"
      wide
      empty="まだ案内していません。"
      columns={[wholeCol('案内'), '日時と場所', wholeCol('期限'), '結果']}
      rows={offers.map((offer) => [
        deskMoment(offer.offeredAt),
        whenWords(offer),
        deskMoment(offer.until),
        offer.outcome === null ? '確保中' : OUTCOME_OF[offer.outcome],
      ])}
    />
  </>
);

/** The entry of an address, as far as this account may see it. */
export async function withEntry(ask: SignedAsk, then: (row: EntryRow) => Promise<Answer>): Promise<Answer> {
  const id = uuid(ask.params['id']);
  const row = id.ok ? await readEntry(ask.db, viewerOf(ask), id.value) : undefined;
  if (row !== undefined && row.who !== null && ask.looks)
    await recordLook(ask.db, ask.actor, { saw: 'person', cardId: row.cardId });
  return row === undefined ? show(<NotFound ask={ask} />, 404) : then(row);
}

export const CRUMBS = [{ href: paths.waiting, words: '空き待ち' }];

export const entryPage = (ask: SignedAsk): Promise<Answer> =>
  withEntry(ask, async (row) => {
    const offers = await offersOf(ask.db, row.id);
    const refusal = field(ask.query, 'refused');
    return show(
      <TitledPage
        ask={ask}
        title="空き待ちの登録"
        heading={`${nameOf(row)}さんの空き待ち`}
        crumbs={CRUMBS}
        said={DONE[field(ask.query, 'done')]}
        refused={Object.entries(BOOK_WORDS).find(([reason]) => reason === refusal)?.[1]}
      >
        <Offer ask={ask} row={row} />
        <Facts row={row} />
        {row.endedAt === null && can(ask.session, 'booking.make') && (
          <p class="acts">
            <LinkButton href={paths.waitingChange(row.id)} kind="second">
              {row.booking === null ? '待つ条件・連絡先を変更する' : '待つ条件を変更する'}
            </LinkButton>{' '}
            <LinkButton href={paths.waitingLeave(row.id)} kind="second">
              空き待ちを取り消す
            </LinkButton>
          </p>
        )}
        <Offers offers={offers} />
      </TitledPage>,
    );
  });

/** Asks once: who enters again stands at the end of the line. */
export const leavePage = (ask: SignedAsk): Promise<Answer> =>
  withEntry(ask, async (row) =>
    row.endedAt !== null
      ? go(paths.waitingEntry(row.id))
      : show(
          <TitledPage
            ask={ask}
            title="空き待ちを取り消す"
            heading={`${nameOf(row)}さんの空き待ちを取り消しますか`}
            crumbs={CRUMBS}
          >
            <Facts row={row} />
            <Notice kind="care">
              <Says>
                {`${row.booking === null ? '' : '今の予約は、そのままです。'}もう一度登録すると、順番は最後になります。${row.mail === null ? 'メールは送りません。' : '終わったことを、メールでお知らせします。'}`}
              </Says>
            </Notice>
            <PostForm action={paths.waitingLeave(row.id)} token={ask.token} class="desk-form">
              <p class="acts">
                <Button kind="danger">空き待ちを取り消す</Button>
                <LinkButton href={paths.waitingEntry(row.id)} kind="second">
                  空き待ちの画面に戻る
                </LinkButton>
              </p>
            </PostForm>
          </TitledPage>,
        ),
  );

export const leaveSubmit = (ask: SignedAsk): Promise<Answer> =>
  withEntry(ask, async (row) => {
    const left = await leave(ask.db, ask.actor, row.id);
    return go(withQuery(paths.waitingEntry(row.id), { done: left.ok && left.value === 'already' ? 'left-before' : 'left' }));
  });

/** The offer that the page showed; null: a page of the release before. */
function holdOf(ask: SignedAsk): string | null {
  const hold = uuid(field(ask.body, 'hold'));
  return hold.ok ? hold.value : null;
}

export const passSubmit = (ask: SignedAsk): Promise<Answer> =>
  withEntry(ask, async (row) => {
    const passed = await pass(ask.db, ask.actor, row.id, holdOf(ask));
    if (!passed.ok) return go(withQuery(paths.waitingEntry(row.id), { refused: passed.reason }));
    return go(withQuery(paths.waitingEntry(row.id), { done: passed.value === 'already' ? 'passed-before' : 'passed' }));
  });

export const bookSubmit = (ask: SignedAsk): Promise<Answer> =>
  withEntry(ask, async (row) => {
    const hold = holdOf(ask);
    const booked = await bookOffer(ask.db, ask.actor, row.id, hold);
    if (hold !== null && (booked.ok || booked.reason === 'booked_before'))
      return row.booking === null
        ? afterBooking(ask, hold, { done: booked.ok ? 'booked' : 'booked-before' })
        : go(withQuery(paths.reservation(row.booking.id), { done: booked.ok ? 'moved' : 'booked-before' }));
    return go(booked.ok ? paths.waitingEntry(row.id) : withQuery(paths.waitingEntry(row.id), { refused: booked.reason }));
  });
