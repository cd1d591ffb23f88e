import type { ComponentChildren } from 'preact';
import { clockTime, eraYear, shortDate, spokenTime } from '../../lib/dates/format.ts';
import { cityMinute } from '../../lib/dates/jst.ts';
import { Notice, Says } from '../../lib/html/index.ts';
import type { Chosen } from './places.ts';

/** What happened to a press on a place. `near`: the place that was lost. */
export type CallProblem = { title: string; words: string; near?: { day: string; startMinute: number } };

type ReadBoxProps = {
  names: readonly string[];
  chosen: Chosen | undefined;
  problem: CallProblem | undefined;
  /** Where there are several. */
  service?: string | undefined;
  /** Until when the place is held; undefined where it is not. */
  heldUntil?: Date | undefined;
};

/** What happened, what is read aloud before it is confirmed, who, when, where, and the button that confirms it. Stays in view while the rest of the page moves. */
export const CallNow = ({ problem, chosen, children, ...rest }: ReadBoxProps & { children?: ComponentChildren }) => (
  <div class="call-now">
    {problem !== undefined && (
      <Notice kind="stop" role="alert" title={problem.title}>
        <Says>{problem.words}</Says>
      </Notice>
    )}
    {chosen !== undefined && <ReadBox {...rest} chosen={chosen} />}
    {chosen?.dayEnded === true && (
      <Notice kind="care" title="この日は、日締めが終わっています">
        <Says>予約はできます。来庁されたら、日締めを取り消してから受付してください。</Says>
      </Notice>
    )}
    {children}
  </div>
);

function ReadBox({ names, chosen, service, heldUntil }: Omit<ReadBoxProps, 'problem'> & { chosen: Chosen }) {
  return (
    <dl class="read-box">
      <dt class="unseen">日時</dt>
      <dd>
        <span class="read-year">{eraYear(chosen.day)}</span>
        <span class="read-large">
          {shortDate(chosen.day)}
          <br />
          {spokenTime(chosen.startMinute)}
        </span>
      </dd>
      <dt class="unseen">場所</dt>
      <dd>
        <b>{chosen.office.name}</b> <span class="small">{chosen.office.address}</span>
      </dd>
      {service !== undefined && (
        <>
          <dt class="unseen">手続き</dt>
          <dd>{service}</dd>
        </>
      )}
      <dt class="unseen">氏名</dt>
      <dd class="read-names">
        <b>{names.map((name) => `${name} 様`).join('、')}</b>
      </dd>
      {heldUntil !== undefined && (
        <>
          <dt class="unseen">確保の期限</dt>
          <dd class="small" data-held="">
            {clockTime(cityMinute(heldUntil))}まで確保しています
          </dd>
        </>
      )}
    </dl>
  );
}
