import { type AuditEvent, listEvents } from '../../../audit/read.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { parseDate } from '../../../lib/dates/parse.ts';
import { Button, GetForm, Notice, Says, SelectBox, Table } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { listOffices } from '../../../offices/read.ts';
import { type Account, listAccounts } from '../../../staff/accounts.ts';
import { RIGHTS } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { CHANNEL_WORDS, OUTCOME_WORDS, STATE_WORDS } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, type Route, type SignedAsk, show } from '../../route.ts';

const SIZE = 100;

const KINDS: { value: string; label: string }[] = [
  { value: '', label: 'すべて' },
  { value: 'reservation.', label: '予約' },
  { value: 'counter.', label: '窓口' },
  { value: 'card.', label: 'カード' },
  { value: 'citizen.', label: 'ウェブの利用' },
  { value: 'staff.', label: '職員・サインイン' },
  { value: 'tries.', label: '入力の制限' },
  { value: 'mail.', label: 'メール' },
  { value: 'intake.', label: '取り込み' },
  { value: 'desk.', label: '閲覧・拒否' },
];

const ACTS: Record<string, string> = {
  'reservation.held': '枠をおさえた',
  'reservation.booked': '予約した',
  'reservation.extended': '仮押さえを延ばした',
  'reservation.moved': '予約を変えた',
  'reservation.cancelled': '予約を取り消した',
  'reservation.released': '仮押さえを放した',
  'reservation.mail-set': 'メールアドレスを登録した',
  'reservation.mail-removed': 'メールアドレスを消した',
  'counter.arrived': '受付した',
  'counter.handed-over': '交付済にした',
  'counter.incomplete': '不備再手続にした',
  'counter.no-show': '未来庁にした',
  'counter.undone': '窓口の記録を取り消した',
  'card.status-changed': '交付状況を変えた',
  'card.remarked': '備考を書いた',
  'citizen.proved': '本人確認が通った',
  'citizen.refused': '本人確認が通らなかった',
  'citizen.year_needed': '生まれた年をたずねた',
  'citizen.asked-for-link': '変更のリンクを求めた',
  'citizen.asked-for-registration-link': '確認メールを求めた',
  'citizen.asked-for-mail-again': '案内メールを求めた',
  'staff.signed-in': 'サインインした',
  'staff.signed-out': '席を離れた',
  'staff.sign-in-failed': 'サインインできなかった',
  'staff.password-changed': 'パスワードを変えた',
  'staff.password-given': '仮のパスワードを渡した',
  'staff.link-made': 'サインインのリンクを作った',
  'staff.link-used': 'サインインのリンクを使った',
  'staff.account-made': 'アカウントを作った',
  'staff.account-changed': 'アカウントを変えた',
  'staff.account-retired': 'アカウントを止めた',
  'staff.account-restored': 'アカウントを戻した',
  'staff.lock-lifted': 'アカウントの制限を解除した',
  'staff.sessions-ended': '端末のサインインを終えた',
  'tries.lifted': '入力の制限を解除した',
  'mail.retried': 'メールを送り直した',
  'desk.refused': '権限のない画面を開いた',
  'intake.decided': '取り込みの食い違いを判断した',
  'intake.cards-imported': 'カードを取り込んだ',
  'intake.cards-refused': 'カードの取り込みを断った',
};

const WHO: Record<string, string> = { citizen: '市民', clock: '自動', operator: '運用', staff: '職員' };

const DETAILS: Record<string, string> = {
  slot: '枠',
  units: '人数',
  channel: '方法',
  exceed: '枠超えの理由',
  person: '重ねた理由',
  from: '前',
  to: '後',
  state: '状態',
  reason: '理由',
  outcome: '記録',
  account: 'アカウント',
  roles: '役割',
  office: '所属',
  ended: '台数',
  notice: '交付通知書ID',
  right: '権限',
  mail: 'メール',
  sent: '送信',
  purpose: '目的',
  throttled: '接続元の制限',
};

const VALUES: Record<string, string> = {
  ...CHANNEL_WORDS,
  ...OUTCOME_WORDS,
  ...STATE_WORDS,
  ...RIGHTS,
  true: 'はい',
  false: 'いいえ',
  counter: '窓口',
  admin: '管理者',
  book: '予約',
  manage: '確認・変更',
  citizen: 'ご本人',
};

/** What the log adds to an act, in a few words; what has no word of its own is shown as it is. */
function details(event: AuditEvent, names: Map<number, string>): string {
  const words = (key: string, value: unknown): string => {
    if (key === 'account' && typeof value === 'number') return names.get(value) ?? String(value);
    if (Array.isArray(value)) return value.map((one) => words(key, one)).join('・');
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return VALUES[text] ?? text;
  };
  return Object.entries(event.detail)
    .map(([key, value]) => `${DETAILS[key] ?? key}：${words(key, value)}`)
    .join('　');
}

type Props = {
  events: AuditEvent[];
  accounts: Account[];
  offices: Map<number, string>;
  from: string;
  to: string;
  staffId: number | null;
  kind: string;
  wrongDay: boolean;
};

function AuditPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const names = new Map(props.accounts.map(({ id, name }) => [id, name]));
  const last = props.events.at(-1);
  return (
    <Page ask={ask} title="操作の記録">
      <h1>操作の記録</h1>
      {props.wrongDay && (
        <Notice kind="care">
          <Says>日付を読み取れませんでした。令和8年11月1日 のように入れてください。</Says>
        </Notice>
      )}
      <GetForm action={paths.audit} class="row-form">
        <p>
          <label class="label" for="from">
            から
          </label>
          <input class="input" id="from" name="from" type="text" autoComplete="off" value={longDate(props.from)} />
        </p>
        <p>
          <label class="label" for="to">
            まで
          </label>
          <input class="input" id="to" name="to" type="text" autoComplete="off" value={longDate(props.to)} />
        </p>
        <div>
          <label class="label" for="staff">
            職員
          </label>
          <SelectBox
            id="staff"
            name="staff"
            value={props.staffId === null ? '' : String(props.staffId)}
            options={[
              { value: '', label: 'すべて' },
              ...props.accounts.map(({ id, name, login }) => ({ value: String(id), label: `${name}（${login}）` })),
            ]}
          />
        </div>
        <div>
          <label class="label" for="kind">
            種類
          </label>
          <SelectBox id="kind" name="kind" value={props.kind} options={KINDS} />
        </div>
        <Button kind="second">しぼる</Button>
      </GetForm>
      <Table
        caption="操作の記録"
        empty="この条件の記録はありません。"
        columns={[
          { head: '日時', whole: true },
          { head: 'だれ', whole: true },
          { head: 'したこと', whole: true },
          { head: '対象', whole: true },
          { head: '場所' },
          { head: 'くわしく' },
          { head: '接続元', whole: true },
        ]}
        rows={props.events.map((event) => [
          deskMoment(event.at),
          event.staffId === null ? (WHO[event.actorKind] ?? '') : (names.get(event.staffId) ?? `職員 ${event.staffId}`),
          ACTS[event.act] ?? event.act,
          event.reservationId !== null ? (
            <a href={paths.reservation(event.reservationId)}>予約</a>
          ) : event.cardId !== null ? (
            <a href={paths.person(event.cardId)}>カード</a>
          ) : (
            ''
          ),
          event.officeId === null ? '' : (props.offices.get(event.officeId) ?? ''),
          <span class="sub">{details(event, names)}</span>,
          event.source ?? '',
        ])}
      />
      {props.events.length === SIZE && last !== undefined && (
        <p class="lead">
          <a
            href={withQuery(paths.audit, {
              from: props.from,
              to: props.to,
              staff: props.staffId,
              kind: props.kind,
              before: last.id,
            })}
          >
            これより前の記録
          </a>
        </p>
      )}
    </Page>
  );
}

/** A day as typed, also 令和8年11月23日（月）. */
function dayOf(text: string, otherwise: string): { day: string; wrong: boolean } {
  if (text === '') return { day: otherwise, wrong: false };
  const read = parseDate(text);
  return read.ok && read.value.kind === 'date' ? { day: read.value.date, wrong: false } : { day: otherwise, wrong: true };
}

export const auditRoutes: readonly Route[] = [
  get(paths.audit, 'audit.see', async (ask) => {
    const today = cityDay(ask.now);
    const to = dayOf(field(ask.query, 'to').slice(0, 100), today);
    const from = dayOf(field(ask.query, 'from').slice(0, 100), to.day);
    const staff = rowId(ask.query['staff']);
    const before = rowId(ask.query['before']);
    const kind = KINDS.find(({ value }) => value === ask.query['kind'])?.value ?? '';
    const staffId = staff.ok && staff.value <= 2_147_483_647 ? staff.value : null;
    const [events, accounts, offices] = await Promise.all([
      listEvents(ask.db, { from: from.day, to: to.day, staffId, kind, before: before.ok ? before.value : null }, SIZE),
      listAccounts(ask.db),
      listOffices(ask.db),
    ]);
    return show(
      <AuditPage
        ask={ask}
        props={{
          events,
          accounts,
          offices: new Map(offices.map(({ id, name }) => [id, name])),
          from: from.day,
          to: to.day,
          staffId,
          kind,
          wrongDay: from.wrong || to.wrong,
        }}
      />,
    );
  }),
];
