import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityInstant } from '../../../lib/dates/jst.ts';
import { LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import type { StandingToTell } from '../../parts/who.ts';
import { awaitsWords } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { When } from './when.ts';

/** What stands for who came is hidden from this account: to whom they are handed over. */
export const HandedOn = ({ words }: { words: string }) => (
  <Notice kind="care" title="受付できません">
    <Says>{words}</Says>
  </Notice>
);

/** Who has a visit taken before going live that waits for their card: what to do with it before they are received. */
export function Awaited({ ask, standing: { visit, reservationId, handOver } }: { ask: SignedAsk; standing: StandingToTell }) {
  if (visit === undefined) return <HandedOn words={handOver} />;
  const { day, startMinute, officeName, people } = visit;
  const begun = Temporal.Instant.compare(ask.now, cityInstant(day, startMinute)) >= 0;
  return (
    <Notice kind="care" title="この方には、カード未着の予約があります">
      <Says>{`${shortDate(day)} ${clockTime(startMinute)}、${officeName}の予約です。${awaitsWords(begun, people > 1)}`}</Says>
      <p class="acts">
        <LinkButton href={paths.reservation(reservationId)} kind="second">
          予約の画面を開く
        </LinkButton>
      </p>
    </Notice>
  );
}

type BookedProps = { ask: SignedAsk; standing: Extract<StandingToTell, { handOver?: never }>; when: When; office: string };

/** Whose card has a visit: it is moved to today; one of an earlier day is recorded on the board of that day. */
export function Booked({ ask, standing: { visit, reservationId }, when, office }: BookedProps) {
  const { day, startMinute, officeCode, officeName } = visit;
  const [words, href, link] =
    day < cityDay(ask.now)
      ? [
          'この日の来庁は、その日の「予約の一覧」に記録してください。',
          withQuery(paths.today, { office: officeCode, day, at: reservationId, position: 1 }),
          'その日の「予約の一覧」を開く',
        ]
      : when.today
        ? [
            '本日の枠に変更するか、取り消してから受付してください。',
            withQuery(paths.move(reservationId), { office }),
            '予約を変更する',
          ]
        : ['取り消してから受付してください。', paths.reservation(reservationId), '予約の画面を開く'];
  return (
    <Notice kind="care" title="この方には予約があります">
      <Says>{`${shortDate(day)} ${clockTime(startMinute)}、${officeName}の予約です。${words}`}</Says>
      <p class="acts">
        <LinkButton href={href} kind="second">
          {link}
        </LinkButton>
      </p>
    </Notice>
  );
}
