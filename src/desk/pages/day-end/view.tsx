import {
  type AbsentVisit,
  type DayMail,
  type DayState,
  type EndRefusal,
  type UnclosedDay,
  WRITES_DAYS,
} from '../../../counter/day-end.ts';
import { yenWords } from '../../../counter/handing.ts';
import { STILL_HERE } from '../../../counter/words.ts';
import { clockTime, longDate, spokenMinutes } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import { can } from '../../../staff/rights.ts';
import { scannedBirth } from '../../parts/scan-answer.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { RestoredMails } from './restored.tsx';
import { DecidedNotice, Unclosed } from './unclosed.tsx';

export type DayEndProps = {
  offices: Office[];
  office: Office;
  day: string;
  state: DayState;
  unclosed: UnclosedDay[];
  /** Minutes until who did not come is written to. */
  mailMinutes: number;
  refused?: EndRefusal | 'mails_unsaid';
};
type Props = { ask: SignedAsk; props: DayEndProps };

const REFUSED: Record<EndRefusal | 'mails_unsaid', string> = {
  ended: 'この日の日締めは、ほかの職員が先に終えました。',
  not_yet: 'これから始まる予約があります。最後の予約の時刻を過ぎてから、日締めをしてください。',
  still_here: '受付中の方がいます。交付済か不備を記録してから、日締めをしてください。',
  changed_meanwhile: 'この画面を開いたあとに、来庁の記録が変わりました。現在の内容を確かめて、もう一度押してください。',
  card_closed:
    '交付済または廃棄済になったカードの方がいるため、日締めができません。本日の予約で、その方の来庁の記録を確かめてください。',
  mails_unsaid: '案内メールを送るかどうかを選んでください。',
};

const MAIL_WORDS: Record<DayMail, string> = {
  goes: 'あり',
  none: 'なし',
  left: '案内済み',
  held: '止めています',
  needless: '送りません（その後に来庁・予約）',
  late: `送りません（${WRITES_DAYS}日より前の来庁）`,
};

function People({ title, visits }: { title: string; visits: readonly AbsentVisit[] }) {
  if (visits.length === 0) return null;
  return (
    <section class="desk-section">
      <h2>
        {title}　{visits.length}人
      </h2>
      <Table
        caption={title}
        columns={[wholeCol('時刻'), wholeCol('氏名'), wholeCol('生年月日'), wholeCol('予約番号'), wholeCol('メール')]}
        rows={visits.map(({ startMinute, who, birthDate, birthText, number, reservationId, mail }) => [
          clockTime(startMinute),
          who === null ? '支援措置' : who.name,
          scannedBirth({ who, birthDate, birthText }),
          who === null ? '' : <a href={paths.reservation(reservationId)}>{number}</a>,
          // Whether an address is there, and is held back, is of their visit.
          who === null ? '' : MAIL_WORDS[mail],
        ])}
      />
    </section>
  );
}

/** What the till must hold of this day, with the way to whom it is from. */
function FeesOfDay({ ask, props: { office, day, state } }: Props) {
  const { paid, yen, exempt } = state.fees;
  if (paid + exempt === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="fees">
      <h2 id="fees">手数料　{yenWords(yen)}</h2>
      <p>
        {`受領 ${paid}件　免除 ${exempt}件　`}
        {can(ask.session, 'people.see') && (
          <a href={withQuery(paths.list('handed-over'), { office: office.code, from: day, to: day, only: 'fee' })}>
            手数料のある交付を表示する
          </a>
        )}
      </p>
    </section>
  );
}

/** Whom closing the day concerns, once its last visit has begun. */
const Concerned = ({ state, absent }: { state: DayState; absent: readonly AbsentVisit[] }) => (
  <>
    <People title="来庁の記録がない方（未来庁になります）" visits={absent} />
    <People title="未来庁を記録済みの方" visits={state.absent} />
    <People title="要振替（日締めでは変わりません）" visits={state.open.filter(({ waits, awaits }) => waits && !awaits)} />
    <People
      title="カード未着（日締めでは変わりません。要振替でなければ、翌日に予約を終えます）"
      visits={state.open.filter(({ awaits }) => awaits)}
    />
  </>
);

/** What pressing does, in figures, before it is pressed. */
function Closing({ ask, props }: Props) {
  const { office, day, state, mailMinutes } = props;
  const absent = state.open.filter(({ here, waits }) => !here && !waits);
  // A card may still come until the visit begins.
  const later = state.open.filter(({ here, waits, awaits, begun }) => !here && !begun && (!waits || awaits));
  const here = state.open.filter((visit) => visit.here && !visit.waits);
  const written = [...absent, ...state.absent].filter(({ mail }) => mail === 'goes');
  const mailed = new Set(written.map(({ reservationId }) => reservationId)).size;
  return (
    <>
      {state.decided !== undefined && <DecidedNotice decided={state.decided} />}
      {here.length > 0 && (
        <Notice kind="stop" title={`受付中の方が${here.length}人います`}>
          <Says>交付済か不備を記録してから、日締めをしてください。</Says>
          {can(ask.session, 'counter.act') && (
            <p>
              <a href={withQuery(paths.handMany, { office: office.code, day })}>まとめて交付済にする</a>
            </p>
          )}
        </Notice>
      )}
      {later.length > 0 && (
        <Notice kind="care" title={`これから始まる予約が${later.length}人分あります`}>
          <Says>{`最後の予約の時刻を過ぎてから、日締めをしてください。来庁の記録がない方は、現在${absent.length}人です。`}</Says>
          <p>
            <a href={withQuery(paths.today, { office: office.code, day })}>予約の一覧に戻る</a>
          </p>
        </Notice>
      )}
      <People title={STILL_HERE} visits={here} />
      {later.length === 0 && <Concerned state={state} absent={absent} />}
      {absent.length === 0 && here.length === 0 && <p class="empty">来庁の記録がない方は、いません。</p>}
      <FeesOfDay ask={ask} props={props} />
      {here.length === 0 && later.length === 0 && (
        <PostForm action={paths.dayEnd} token={ask.token} hidden={{ office: office.code, day, seen: state.seen }}>
          {mailed > 0 && !state.restored && (
            <Says>
              {`メールアドレスのある${mailed}組には、${mailMinutes === 0 ? 'すぐに' : `${spokenMinutes(mailMinutes)}後に`}、もう一度予約していただくための案内を自動で送ります。`}
            </Says>
          )}
          {state.restored && (
            <RestoredMails asks={[...absent, ...state.absent].some(({ mail }) => mail === 'goes' || mail === 'held')} />
          )}
          <p class="acts">
            <Button>{absent.length > 0 ? `${absent.length}人を未来庁にして、日締めをする` : '日締めをする'}</Button>
            <LinkButton href={withQuery(paths.today, { office: office.code, day })} kind="second">
              予約の一覧に戻る
            </LinkButton>
          </p>
        </PostForm>
      )}
    </>
  );
}

function Ended({ ask, props }: Props) {
  const { office, day, state } = props;
  if (state.ended === undefined) return null;
  // What waits to be moved, or for its card, is left as it is by a day's end.
  const since = state.open.filter(({ waits }) => !waits);
  const told = new Set(state.absent.filter(({ mail }) => mail === 'left').map(({ reservationId }) => reservationId)).size;
  return (
    <>
      <Notice kind="info" title="日締めが終わっています">
        <Says>{`${deskMoment(state.ended.at)}　${state.ended.by ?? '自動'}　未来庁 ${state.ended.noShows}人`}</Says>
        {told > 0 && (
          <Says>{`${told}組には、案内メールを送りました。日締めを取り消しても、送ったメールは取り消せません。来庁されていた方には、電話で知らせてください。`}</Says>
        )}
      </Notice>
      {since.length > 0 && (
        <Notice kind="care" title={`日締めのあとに入った予約が${since.length}人分あります`}>
          <Says>このままでは、来庁も未来庁も記録できません。日締めを取り消して記録し、もう一度日締めをしてください。</Says>
        </Notice>
      )}
      <People title="日締めのあとに入った予約" visits={since} />
      <PostForm action={paths.reopenDay} token={ask.token} hidden={{ office: office.code, day }}>
        <p class="acts">
          <Button kind="stop">日締めを取り消す</Button>
          <LinkButton
            href={withQuery(paths.list('no-shows'), { office: office.code, from: day, to: day, again: 'all' })}
            kind="second"
          >
            未来庁一覧
          </LinkButton>
        </p>
      </PostForm>
      <FeesOfDay ask={ask} props={props} />
    </>
  );
}

/** The end of a day at an office (日締め): who did not come is confirmed, by a person or later by the clock, and only then written to. */
export function DayEndPage({ ask, props }: Props) {
  const { offices, office, day, state, unclosed, refused } = props;
  const [back, stay] = [field(ask.query, 'back'), field(ask.query, 'stay')];
  return (
    <TitledPage ask={ask} title="日締め" heading={`日締め：${office.name}　${longDate(day)}`}>
      <Tabs
        label="交付場所"
        tabs={offices.map(({ code, name }) => ({
          href: withQuery(paths.dayEnd, { office: code, day }),
          words: name,
          here: code === office.code,
        }))}
      />
      {refused !== undefined && (
        <Notice kind="stop" role="alert" title="日締めをしていません">
          <Says>{REFUSED[refused]}</Says>
        </Notice>
      )}
      {ask.query['done'] === 'ended' && state.ended !== undefined && (
        <Notice kind="done" role="status">
          <Says>日締めをしました。</Says>
        </Notice>
      )}
      {ask.query['done'] === 'open' && state.ended === undefined && (
        <Notice kind="info" role="status">
          <Says>日締めは、すでに取り消されています。</Says>
        </Notice>
      )}
      {/^\d+$/u.test(back) && /^\d+$/u.test(stay) && (
        <Notice kind="done" role="status">
          <Says>
            {`日締めを取り消し、${back}人を未受付に戻しました。${stay === '0' ? '' : `${stay}人は、その後に交付状況の変更などがあったため、未来庁のままです。`}`}
          </Says>
        </Notice>
      )}
      {state.ended === undefined ? <Closing ask={ask} props={props} /> : <Ended ask={ask} props={props} />}
      <Unclosed days={unclosed.filter((one) => one.officeCode !== office.code || one.day !== day)} office={office.code} />
    </TitledPage>
  );
}
