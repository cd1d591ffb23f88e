import { type AuditEvent, listEvents } from '../../../audit/read.ts';
import { recordView } from '../../../audit/view.ts';
import { type Card, listStatuses } from '../../../cards/read.ts';
import { asIs, type Cell, csvLine, encodeList } from '../../../lib/csv/write.ts';
import { clockTime, longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays, cityDay, exactMoment, exactTime } from '../../../lib/dates/jst.ts';
import { parseDate } from '../../../lib/dates/parse.ts';
import { Button, GetForm, Notice, Says, SelectBox, Table } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId, smallId } from '../../../lib/values/ids.ts';
import { listOfficeRecords } from '../../../offices/read.ts';
import { reservationsOfCard, slotPlaces } from '../../../reservations/read.ts';
import { type Account, listAccounts } from '../../../staff/accounts.ts';
import type { Feature } from '../../feature.ts';
import { Page } from '../../frame.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, file, get, type SignedAsk, show } from '../../route.ts';
import { ACTS, KINDS, WHO } from './acts.ts';
import { details, type Names, slotsIn } from './details.ts';

const SIZE = 100;
/** Lines of one file; the rest is told in its last line. */
const FILE_SIZE = 20_000;

type Props = {
  events: AuditEvent[];
  accounts: Account[];
  names: Names;
  offices: Map<number, string>;
  /** Whose card it is narrowed to. */
  card: Card | undefined;
  from: string;
  to: string;
  staffId: number | null;
  officeId: number | null;
  kind: string;
  wrongDay: boolean;
};

const actorWords = (event: AuditEvent, names: Names): string =>
  event.staffId === null ? (WHO[event.actorKind] ?? '') : (names.accounts.get(event.staffId) ?? `職員 ${event.staffId}`);

/** What the log is narrowed to, as an address says it. */
const queryOf = (props: Props) => ({
  from: props.from,
  to: props.to,
  staff: props.staffId,
  office: props.officeId,
  kind: props.kind,
  card: props.card?.id,
});

/** The log for a spreadsheet: one form of date throughout, ids where the page has links. */
function auditCsv({ events, names, offices }: Props): string {
  const head = ['日時', '操作者', '操作内容', '予約', 'カード', '場所', '詳細', '接続元'];
  const rows = events.map((event): Cell[] => [
    asIs(`${cityDay(event.at)} ${exactTime(event.at).padStart(8, '0')}`),
    actorWords(event, names),
    ACTS[event.act] ?? event.act,
    event.reservationId ?? '',
    event.cardId,
    event.officeId === null ? '' : (offices.get(event.officeId) ?? ''),
    details(event, names),
    event.source ?? '',
  ]);
  const cut =
    events.length < FILE_SIZE ? [] : [[`新しいものから${FILE_SIZE}件です。これより前の記録は、期間を短くして保存してください。`]];
  return [head, ...rows, ...cut].map((line) => csvLine(line)).join('');
}

function AuditPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { names, card } = props;
  const last = props.events.at(-1);
  return (
    <Page ask={ask} title="操作履歴">
      <h1>操作履歴</h1>
      {props.wrongDay && (
        <Notice kind="care">
          <Says>日付を読み取れませんでした。令和8年11月1日 のように入力してください。</Says>
        </Notice>
      )}
      {card !== undefined && (
        <Says class="lead">{`${printable(card.name).text}さん（${card.noticeId}）のカードと予約の記録を表示しています。`}</Says>
      )}
      {card !== undefined && (
        <p class="lead">
          <a href={paths.person(card.id)}>この方の画面へ</a>　<a href={paths.audit}>すべての方の記録を表示</a>
        </p>
      )}
      <GetForm action={paths.audit} class="row-form audit-pick" hidden={card === undefined ? {} : { card: String(card.id) }}>
        <p>
          <label class="label" for="from">
            期間の開始
          </label>
          <input class="input" id="from" name="from" type="text" autoComplete="off" value={longDate(props.from)} />
        </p>
        <p>
          <label class="label" for="to">
            期間の終了
          </label>
          <input class="input" id="to" name="to" type="text" autoComplete="off" value={longDate(props.to)} />
        </p>
        <div>
          <label class="label" for="staff">
            操作者
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
          <label class="label" for="office">
            場所
          </label>
          <SelectBox
            id="office"
            name="office"
            value={props.officeId === null ? '' : String(props.officeId)}
            options={[
              { value: '', label: 'すべて' },
              ...[...props.offices].map(([id, name]) => ({ value: String(id), label: name })),
            ]}
          />
        </div>
        <div>
          <label class="label" for="kind">
            種類
          </label>
          <SelectBox id="kind" name="kind" value={props.kind} options={KINDS} />
        </div>
        <Button kind="second">絞り込む</Button>
      </GetForm>
      <p class="lead">
        <a href={withQuery(paths.auditCsv, queryOf(props))}>この条件の記録を保存する（CSV）</a>
      </p>
      <Table
        caption="操作履歴"
        wide
        empty="この条件の記録はありません。"
        columns={[
          { head: '日時', whole: true },
          { head: '操作者', whole: true },
          { head: '操作内容', whole: true },
          { head: '対象', whole: true },
          { head: '場所' },
          { head: '詳細' },
          { head: '接続元', whole: true },
        ]}
        rows={props.events.map((event) => [
          exactMoment(event.at),
          actorWords(event, names),
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
          <a href={withQuery(paths.audit, { ...queryOf(props), before: last.id })}>これより前の記録</a>
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

/** How far back the log of one person begins unless another day is asked for. */
const YEAR_DAYS = 365;

/** The log as the address narrows it, at most `size` lines; undefined where it asks for a card this account may not see. */
async function readLog(ask: SignedAsk, size: number): Promise<Props | undefined> {
  const card = ask.query['card'] === undefined ? undefined : await visibleCard(ask, ask.query['card']);
  if (ask.query['card'] !== undefined && card === undefined) return undefined;
  if (card !== undefined) await recordView(ask.db, ask.actor, { saw: 'person', cardId: card.id });
  const to = dayOf(field(ask.query, 'to').slice(0, 100), cityDay(ask.now));
  const from = dayOf(field(ask.query, 'from').slice(0, 100), card === undefined ? to.day : addDays(to.day, -YEAR_DAYS));
  const staff = smallId(ask.query['staff']);
  const before = rowId(ask.query['before']);
  const kind = KINDS.find(({ value }) => value === ask.query['kind'])?.value ?? '';
  const staffId = staff.ok ? staff.value : null;
  const office = smallId(ask.query['office']);
  const officeId = office.ok ? office.value : null;
  const about =
    card === undefined
      ? null
      : { cardId: card.id, reservationIds: (await reservationsOfCard(ask.db, card.id)).map(({ id }) => id) };
  const asked = { from: from.day, to: to.day, staffId, officeId, kind, before: before.ok ? before.value : null, about };
  const [events, accounts, offices, statuses] = await Promise.all([
    listEvents(ask.db, asked, size),
    listAccounts(ask.db),
    listOfficeRecords(ask.db),
    listStatuses(ask.db),
  ]);
  const slots = await slotPlaces(ask.db, slotsIn(events));
  return {
    events,
    accounts,
    names: {
      accounts: new Map(accounts.map(({ id, name }) => [id, name])),
      statuses: new Map(statuses.map(({ code, name }) => [code, name])),
      slots: new Map(slots.map((slot) => [slot.id, `${shortDate(slot.day)} ${clockTime(slot.startMinute)} ${slot.officeName}`])),
    },
    offices: new Map(offices.map(({ id, facts }) => [id, facts.name])),
    card,
    from: from.day,
    to: to.day,
    staffId,
    officeId,
    kind,
    wrongDay: from.wrong || to.wrong,
  };
}

export const auditFeature: Feature = {
  routes: [
    get(paths.audit, 'audit.see', async (ask) => {
      const props = await readLog(ask, SIZE);
      return props === undefined ? show(<NotFound ask={ask} />, 404) : show(<AuditPage ask={ask} props={props} />);
    }),
    get(paths.auditCsv, 'audit.see', async (ask) => {
      const props = await readLog(ask, FILE_SIZE);
      if (props === undefined) return show(<NotFound ask={ask} />, 404);
      await recordView(ask.db, ask.actor, { saw: 'log', day: props.from, hits: props.events.length });
      return file('text/csv; charset=utf-8', `操作履歴_${props.from}_${props.to}.csv`, encodeList(auditCsv(props)).body);
    }),
  ],
  menu: [{ group: 'settings', href: paths.audit, words: '操作履歴', right: 'audit.see' }],
};
