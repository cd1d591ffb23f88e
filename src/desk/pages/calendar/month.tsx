import type { Draft } from '../../../calendar/drafts.ts';
import type { Month } from '../../../closing/month.ts';
import { eraMonth } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { monthAfter, monthBefore } from '../../../lib/dates/spans.ts';
import { can } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { BeginChange } from '../../parts/begin-change.tsx';
import { CounterPick, type Picked, pickedQuery } from '../../parts/counter-pick.tsx';
import { MonthGrid, MonthLegend } from '../../parts/month-grid.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Props = {
  ask: SignedAsk;
  picked: Picked;
  month: string;
  read: Month;
  reach: { first: string; last: string } | undefined;
  drafts: Draft[];
};

/** A month of an office and service: capacity, booked, held, kept for the desk, above capacity; beside it the ways to change it. */
export function MonthPage({ ask, picked, month, read, reach, drafts }: Props) {
  const { office, service } = picked;
  const href = (to: string) => withQuery(paths.calendar, { ...pickedQuery(picked), month: to });
  const open = drafts.filter(({ state }) => state === 'open' || state === 'publishing');
  return (
    <TitledPage
      ask={ask}
      title="予約枠"
      heading={`${eraMonth(`${month}-01`)}の予約枠`}
      pick={<CounterPick picked={picked} action={paths.calendar} keep={{ month }} />}
      bar={
        <>
          {reach !== undefined && month > reach.first && <a href={href(monthBefore(`${month}-01`).slice(0, 7))}>前の月</a>}
          {'　'}
          {reach !== undefined && month < reach.last && <a href={href(monthAfter(`${month}-01`).slice(0, 7))}>次の月</a>}
        </>
      }
    >
      {can(ask.session, 'calendar.edit') && (
        <section class="do-across" aria-label="予約枠の変更">
          <BeginChange
            ask={ask}
            drafts={drafts}
            about={{ office: office.code, service: String(service.id), month }}
            offered={['days', 'week', 'pattern', 'holiday', 'year']}
          />
        </section>
      )}
      <MonthLegend changing={false} />
      {read.slots.length === 0 && (
        <div class="empty">
          <p>
            {office.name}の「{service.name}」には、この月の予約枠がありません。
          </p>
          <p>曜日の規則を設定して公開すると、枠ができます。</p>
        </div>
      )}
      <MonthGrid
        caption={`${office.name} ${service.name} ${eraMonth(`${month}-01`)}の枠ごとの予約数と定員`}
        days={read.days}
        slots={read.slots}
        today={cityDay(ask.now)}
        dayHref={(day) => withQuery(paths.calendarDay, { ...pickedQuery(picked), day })}
        slotHref={(day, start) => withQuery(paths.calendarDay, { ...pickedQuery(picked), day, start }, 'day-change')}
      />
      <section class="desk-section do-across" aria-labelledby="more">
        <h2 id="more">下書きと記録</h2>
        <ul class="do">
          {open.map(({ id, name }) => (
            <li>
              <a href={paths.draft(id)}>下書き：{name}</a>
            </li>
          ))}
          <li>
            <a href={paths.drafts}>下書きと公開の記録</a>
          </li>
          {leadsWithin(ask.session, paths.patterns) && (
            <li>
              <a href={paths.patterns}>開庁時間パターン</a>
            </li>
          )}
          {can(ask.session, 'calendar.close') && (
            <li>
              <a href={withQuery(paths.newClosing, { office: picked.office.code })}>臨時閉庁にする（台風・障害）</a>
            </li>
          )}
          {leadsWithin(ask.session, paths.differences) && (
            <li>
              <a href={paths.differences}>設定と予約枠の不一致</a>
            </li>
          )}
        </ul>
      </section>
    </TitledPage>
  );
}
