import type { UnclosedDay } from '../../../counter/day-end.ts';
import type { DecidedDay } from '../../../counter/decided.ts';
import { longDate, shortDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Notice, Says } from '../../../lib/html/index.ts';
import { Section } from '../../parts/section.tsx';
import { paths, withQuery } from '../../paths.ts';

/** Why a day was not closed by itself, or waits again; nothing of one whose hour has not come. */
const LEFT = { part: '受付中の方などが残っています', quiet: '職員による来庁の記録がありません' } as const;
const leftWords = ({ decided, ended }: UnclosedDay): string | undefined =>
  ended ? '日締めのあとに入った予約があります' : decided === null ? undefined : LEFT[decided];
const after = (words: string | undefined, put: (words: string) => string): string | null =>
  words === undefined ? null : put(words);

/** The other days that wait to be closed, however old: those of this office line by line, those of the others in one. */
export function Unclosed({ days, office }: { days: readonly UnclosedDay[]; office: string }) {
  if (days.length === 0) return null;
  const own = days.filter(({ officeCode }) => officeCode === office);
  const others = days.filter(({ officeCode }) => officeCode !== office);
  return (
    <Section id="unclosed" title="日締めが終わっていない日">
      {own.length > 0 && (
        <ul class="may-do">
          {own.map((one) => (
            <li>
              <a href={withQuery(paths.dayEnd, { office: one.officeCode, day: one.day })}>
                {longDate(one.day)}　{one.visits}組
              </a>
              {after(leftWords(one), (words) => `　${words}`)}
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <p class="lead">
          {`ほかの交付場所 ${others.length}件：`}
          {others.map((one, at) => (
            <>
              {at > 0 && '、'}
              <a href={withQuery(paths.dayEnd, { office: one.officeCode, day: one.day })}>
                {one.officeName} {shortDate(one.day)} {one.visits}組
              </a>
              {after(leftWords(one), (words) => `（${words}）`)}
            </>
          ))}
        </p>
      )}
    </Section>
  );
}

/** What the clock did to a day that is open all the same. */
export function DecidedNotice({ decided: { at, result, absent, leftOpen } }: { decided: DecidedDay }) {
  if (result === 'closed') return null;
  return result === 'quiet' ? (
    <Notice kind="care" title="自動の日締めをしていません">
      <Says>{`${deskMoment(at)}に確かめたところ、この日に、職員による来庁の記録が1件もないため、未来庁にしていません。来庁された方に「来庁されなかった」というメールが届かないようにするためです。来庁された方を本日の予約で記録してから、日締めをしてください。記録があれば、最初に確かめた日から1週間は、自動の日締めをします。`}</Says>
    </Notice>
  ) : (
    <Notice kind="info" title="自動の日締めが残っています">
      <Says>{`${deskMoment(at)}に、${absent}人を自動で未来庁にしました。残りの${leftOpen}人を記録してから、日締めをしてください。来庁されていた方は、本日の予約の「元に戻す」で直せます。`}</Says>
    </Notice>
  );
}
