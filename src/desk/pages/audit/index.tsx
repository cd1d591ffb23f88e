import { type AuditEvent, listEvents } from '../../../audit/read.ts';
import { recordView } from '../../../audit/view.ts';
import { type Card, listStatuses } from '../../../cards/read.ts';
import { clockTime, longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays, cityDay, exactMoment } from '../../../lib/dates/jst.ts';
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
import { field, get, type SignedAsk, show } from '../../route.ts';
import { ACTS, KINDS, WHO } from './acts.ts';
import { details, type Names, slotsIn } from './details.ts';

const SIZE = 100;

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
  kind: string;
  wrongDay: boolean;
};

function AuditPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { names, card } = props;
  const last = props.events.at(-1);
  return (
    <Page ask={ask} title="操作の記録">
      <h1>操作の記録</h1>
      {props.wrongDay && (
        <Notice kind="care">
          <Says>日付を読み取れませんでした。令和8年11月1日 のように入れてください。</Says>
        </Notice>
      )}
      {card !== undefined && (
        <Says class="lead">{`${printable(card.name).text}さん（${card.noticeId}）のカードと予約の記録だけを出しています。`}</Says>
      )}
      {card !== undefined && (
        <p class="lead">
          <a href={paths.person(card.id)}>この方の画面へ</a>　<a href={paths.audit}>すべての方の記録を見る</a>
        </p>
      )}
      <GetForm action={paths.audit} class="row-form audit-pick" hidden={card === undefined ? {} : { card: String(card.id) }}>
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
          exactMoment(event.at),
          event.staffId === null ? (WHO[event.actorKind] ?? '') : (names.accounts.get(event.staffId) ?? `職員 ${event.staffId}`),
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
              card: card?.id,
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

/** How far back the log of one person begins unless another day is asked for. */
const YEAR_DAYS = 365;

export const auditFeature: Feature = {
  routes: [
    get(paths.audit, 'audit.see', async (ask) => {
      const card = ask.query['card'] === undefined ? undefined : await visibleCard(ask, ask.query['card']);
      if (ask.query['card'] !== undefined && card === undefined) return show(<NotFound ask={ask} />, 404);
      if (card !== undefined) await recordView(ask.db, ask.actor, { saw: 'person', cardId: card.id });
      const to = dayOf(field(ask.query, 'to').slice(0, 100), cityDay(ask.now));
      const from = dayOf(field(ask.query, 'from').slice(0, 100), card === undefined ? to.day : addDays(to.day, -YEAR_DAYS));
      const staff = smallId(ask.query['staff']);
      const before = rowId(ask.query['before']);
      const kind = KINDS.find(({ value }) => value === ask.query['kind'])?.value ?? '';
      const staffId = staff.ok ? staff.value : null;
      const about =
        card === undefined
          ? null
          : { cardId: card.id, reservationIds: (await reservationsOfCard(ask.db, card.id)).map(({ id }) => id) };
      const asked = { from: from.day, to: to.day, staffId, kind, before: before.ok ? before.value : null, about };
      const [events, accounts, offices, statuses] = await Promise.all([
        listEvents(ask.db, asked, SIZE),
        listAccounts(ask.db),
        listOfficeRecords(ask.db),
        listStatuses(ask.db),
      ]);
      const slots = await slotPlaces(ask.db, slotsIn(events));
      return show(
        <AuditPage
          ask={ask}
          props={{
            events,
            accounts,
            names: {
              accounts: new Map(accounts.map(({ id, name }) => [id, name])),
              statuses: new Map(statuses.map(({ code, name }) => [code, name])),
              slots: new Map(
                slots.map((slot) => [slot.id, `${shortDate(slot.day)} ${clockTime(slot.startMinute)} ${slot.officeName}`]),
              ),
            },
            offices: new Map(offices.map(({ id, facts }) => [id, facts.name])),
            card,
            from: from.day,
            to: to.day,
            staffId,
            kind,
            wrongDay: from.wrong || to.wrong,
          }}
        />,
      );
    }),
  ],
  menu: [{ group: 'settings', href: paths.audit, words: '操作履歴', right: 'audit.see' }],
};
