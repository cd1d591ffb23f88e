import type { Draft } from '../../../calendar/drafts.ts';
import type { MonthDay } from '../../../closing/month.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { rightCol, Table, wholeCol } from '../../../lib/html/index.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import { can } from '../../../staff/rights.ts';
import { BeginChange } from '../../parts/begin-change.tsx';
import { CounterPick, type Picked, pickedQuery } from '../../parts/counter-pick.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Props = {
  ask: SignedAsk;
  picked: Picked;
  day: string;
  follows: MonthDay | undefined;
  slots: GridSlot[];
  /** The slot that was pressed in the month: its capacity can be changed here. */
  chosen: GridSlot | undefined;
  /** There is something that 臨時閉庁 could shut. */
  closable: boolean;
  drafts: Draft[];
};

/** Where the ways into a change stand. */
const CHANGE_ID = 'day-change';

const stateOf = (slot: GridSlot): string => {
  if (slot.gone) return '枠がなくなりました（要振替）';
  if (slot.closed) return '閉庁中';
  return slot.taken >= slot.capacity ? '満員' : `空き${slot.capacity - slot.taken}`;
};

/** One day: its slots as a list, what it follows, and what can be done with it. */
export function DayPage({ ask, picked, day, follows, slots, chosen, closable, drafts }: Props) {
  const { office, service } = picked;
  const to = (other: string) => withQuery(paths.calendarDay, { ...pickedQuery(picked), day: other });
  return (
    <TitledPage
      ask={ask}
      title="一日の予約枠"
      heading={`${longDate(day)}の予約枠`}
      pick={<CounterPick picked={picked} action={paths.calendarDay} keep={{ day }} />}
      bar={
        <>
          <a href={to(addDays(day, -1))}>前の日</a>
          {'　'}
          <a href={to(addDays(day, 1))}>次の日</a>
        </>
      }
    >
      <p class="lead">
        {follows?.pattern === null || follows === undefined
          ? `閉庁です。${follows?.note ?? ''}`
          : `「${follows.pattern}」の時間です。${follows.note}`}
      </p>
      <div class="desk-columns">
        <div class="desk-body">
          <Table
            wide
            caption={`${office.name} ${service.name} ${longDate(day)}の枠`}
            empty="この日の予約枠は、ありません。"
            columns={[
              wholeCol('時刻'),
              rightCol('長さ'),
              rightCol('定員'),
              rightCol('予約'),
              rightCol('仮押さえ'),
              rightCol('職員枠'),
              rightCol('枠超え'),
              '状態',
            ]}
            rows={slots.map((slot) => [
              slot === chosen ? (
                <b>{clockTime(slot.startMinute)}</b>
              ) : (
                <a href={withQuery(paths.calendarDay, { ...pickedQuery(picked), day, start: slot.startMinute }, CHANGE_ID)}>
                  {clockTime(slot.startMinute)}
                </a>
              ),
              `${slot.minutes}分`,
              slot.capacity,
              slot.taken - slot.held,
              slot.held,
              slot.deskPlaces,
              slot.allowance,
              stateOf(slot),
            ])}
          />
          <p class="acts">
            <a class="button button-second" href={withQuery(paths.today, { office: office.code, day })}>
              この日の予約を表示する
            </a>{' '}
            <a class="button button-second" href={withQuery(paths.calendar, { ...pickedQuery(picked), month: day.slice(0, 7) })}>
              月の一覧に戻る
            </a>
          </p>
        </div>
        <aside class="desk-side" aria-label="この日の変更">
          {can(ask.session, 'calendar.edit') && (
            <section class="desk-section" aria-labelledby={CHANGE_ID}>
              <h2 id={CHANGE_ID}>
                {chosen === undefined ? 'この日の変更' : `${clockTime(chosen.startMinute)}の枠とこの日の変更`}
              </h2>
              <BeginChange
                ask={ask}
                drafts={drafts}
                about={{
                  office: office.code,
                  service: String(service.id),
                  day,
                  ...(chosen === undefined ? {} : { start: String(chosen.startMinute) }),
                }}
                offered={chosen === undefined ? ['days', 'capacity', 'week', 'holiday'] : ['capacity', 'days', 'week', 'holiday']}
              />
            </section>
          )}
          {closable && can(ask.session, 'calendar.close') && (
            <Section title="臨時閉庁">
              <p class="acts">
                <a class="button button-second" href={withQuery(paths.newClosing, { office: office.code, from: day })}>
                  臨時閉庁にする
                </a>
              </p>
            </Section>
          )}
        </aside>
      </div>
    </TitledPage>
  );
}
