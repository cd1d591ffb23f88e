import { type AuditEvent, listEvents } from '../../../audit/read.ts';
import { recordView } from '../../../audit/view.ts';
import { type Card, listStatuses } from '../../../cards/read.ts';
import { asIs, type Cell, csvLine, encodeList } from '../../../lib/csv/write.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { addDays, cityDay, exactMoment, exactTime } from '../../../lib/dates/jst.ts';
import { day, type Form, FormFields, type FormState, form, select } from '../../../lib/form/index.ts';
import { Button, GetForm, Says, Table } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { dayLooked } from '../../../lib/values/days.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { listOfficeRecords, type OfficeRecord } from '../../../offices/read.ts';
import { reservationsOfCard, slotPlaces } from '../../../reservations/read.ts';
import { type Account, listAccounts } from '../../../staff/accounts.ts';
import type { Feature } from '../../feature.ts';
import { contextOf } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, file, get, type SignedAsk, show } from '../../route.ts';
import { ACTS, KINDS, WHO } from './acts.ts';
import { details, type Names, slotsIn } from './details.ts';

const SIZE = 100;
/** Lines of one file; the rest is told in its last line. */
const FILE_SIZE = 20_000;

type Filter = { from: string; to: string; staff: string; office: string; kind: string };

type Props = {
  events: AuditEvent[];
  names: Names;
  offices: Map<number, string>;
  /** Whose card it is narrowed to. */
  card: Card | undefined;
  filter: Filter;
  form: Form<Filter>;
  state: FormState;
};

const ALL = { value: '', label: 'すべて' };

const filterForm = ({ accounts, offices }: { accounts: Account[]; offices: OfficeRecord[] }): Form<Filter> =>
  form<Filter>({
    from: day('期間の開始', { need: 'silent', looked: true }),
    to: day('期間の終了', { need: 'silent', looked: true }),
    staff: select<string>(
      '操作者',
      [ALL, ...accounts.map(({ id, name, login }) => ({ value: String(id), label: `${name}（${login}）` }))],
      { usual: '' },
    ),
    office: select<string>('場所', [ALL, ...offices.map(({ id, facts }) => ({ value: String(id), label: facts.name }))], {
      usual: '',
    }),
    kind: select<string>('種類', KINDS, { usual: '' }),
  });

/** What an address says; what it leaves empty is as usual. */
const given = (query: SignedAsk['query']) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

const actorWords = (event: AuditEvent, names: Names): string =>
  event.staffId === null ? (WHO[event.actorKind] ?? '') : (names.accounts.get(event.staffId) ?? `職員 ${event.staffId}`);

/** What the log is narrowed to, as an address says it. */
const queryOf = ({ filter, card }: Props) => ({ ...filter, card: card?.id });

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
    <TitledPage ask={ask} title="操作履歴" errors={props.state.errors}>
      {card !== undefined && (
        <Says class="lead">{`${printable(card.name).text}さん（${card.noticeId}）のカードと予約の記録を表示しています。`}</Says>
      )}
      {card !== undefined && (
        <p class="lead">
          <a href={paths.person(card.id)}>この方の画面へ</a>　<a href={paths.audit}>すべての方の記録を表示</a>
        </p>
      )}
      <GetForm action={paths.audit} class="list-filter" hidden={card === undefined ? {} : { card: String(card.id) }}>
        <FormFields form={props.form} state={props.state} />
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
    </TitledPage>
  );
}

/** How far back the log of one person begins unless another day is asked for. */
const YEAR_DAYS = 365;

/** The log as the address narrows it, at most `size` lines; undefined where it asks for a card this account may not see. */
async function readLog(ask: SignedAsk, size: number): Promise<Props | undefined> {
  const card = ask.query['card'] === undefined ? undefined : await visibleCard(ask, ask.query['card']);
  if (ask.query['card'] !== undefined && card === undefined) return undefined;
  if (card !== undefined) await recordView(ask.db, ask.actor, { saw: 'person', cardId: card.id });
  const [accounts, offices, statuses] = await Promise.all([
    listAccounts(ask.db),
    listOfficeRecords(ask.db),
    listStatuses(ask.db),
  ]);
  const today = cityDay(ask.now);
  const end = dayLooked(today)(ask.query['to']);
  const last = end.ok ? end.value : today;
  const usual = { from: card === undefined ? last : addDays(last, -YEAR_DAYS), to: today, staff: '', office: '', kind: '' };
  const pick = filterForm({ accounts, offices });
  const typed = pick.read({ ...pick.boxes(usual), ...given(ask.query) }, contextOf(ask));
  const filter = typed.ok ? typed.value : usual;
  const boxes = typed.ok ? pick.boxes(filter) : ask.query;
  const before = rowId(ask.query['before']);
  const about =
    card === undefined
      ? null
      : { cardId: card.id, reservationIds: (await reservationsOfCard(ask.db, card.id)).map(({ id }) => id) };
  const events = await listEvents(
    ask.db,
    {
      from: filter.from,
      to: filter.to,
      staffId: filter.staff === '' ? null : Number(filter.staff),
      officeId: filter.office === '' ? null : Number(filter.office),
      kind: filter.kind,
      before: before.ok ? before.value : null,
      about,
    },
    size,
  );
  const slots = await slotPlaces(ask.db, slotsIn(events));
  return {
    events,
    names: {
      accounts: new Map(accounts.map(({ id, name }) => [id, name])),
      statuses: new Map(statuses.map(({ code, name }) => [code, name])),
      slots: new Map(slots.map((slot) => [slot.id, `${shortDate(slot.day)} ${clockTime(slot.startMinute)} ${slot.officeName}`])),
    },
    offices: new Map(offices.map(({ id, facts }) => [id, facts.name])),
    card,
    filter,
    form: pick,
    state: { shown: (box) => field(boxes, box), errors: typed.ok ? {} : typed.errors },
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
      await recordView(ask.db, ask.actor, { saw: 'log', day: props.filter.from, hits: props.events.length });
      return file(
        'text/csv; charset=utf-8',
        `操作履歴_${props.filter.from}_${props.filter.to}.csv`,
        encodeList(auditCsv(props)).body,
      );
    }),
  ],
  menu: [{ group: 'settings', href: paths.audit, words: '操作履歴', right: 'audit.see' }],
};
