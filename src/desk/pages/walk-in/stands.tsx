import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityInstant, cityMinute } from '../../../lib/dates/jst.ts';
import { LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import type { StandingToTell } from '../../parts/who.ts';
import { awaitsWords } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { ToToday } from './today-place.ts';
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

type Visible = Extract<StandingToTell, { handOver?: never }>;
type BookedProps = { ask: SignedAsk; standing: Visible; when: When; office: string; today: ToToday | undefined };

/** What is to be done with the visit first, and the link that does it; the second stands beside it. */
type Way = { words: string; href?: string; link?: string; cancel?: boolean };

/** Why it cannot be brought to today. */
const NOT_TODAY = {
  full: '本日は、空いている枠がありません。',
  outside: '本日は、この予約を変更できる期間の外です。',
  late: '日時を変更できる期限を過ぎています。',
} as const;

/** Of a visit to come, or of today at another office, where they came today. */
function broughtToday({ ask, standing: { reservationId, visit }, office, today }: BookedProps): Way {
  const page = { href: paths.reservation(reservationId), link: '予約の画面を開く' };
  if (visit.day === cityDay(ask.now) && visit.officeCode === office)
    return {
      words: '本日の予約です。「予約の一覧」で受付してください。',
      href: withQuery(paths.today, { office, at: reservationId, position: 1 }, `p-${reservationId}-1`),
      link: '本日の「予約の一覧」を開く',
    };
  if (today === undefined) return { words: '本日の枠に変更するか、取り消してから受付してください。', ...page };
  // Cancelled where nobody can be received, they would have neither.
  if ('not' in today)
    return {
      words: `${NOT_TODAY[today.not]}${today.received ? '取り消してから受付するか、' : ''}予約の日時にお越しいただくよう、ご案内ください。`,
      ...page,
      cancel: today.received,
    };
  const at = `本日 ${clockTime(today.slot.startMinute)}の枠`;
  return {
    words: `${at}に変更するか、取り消してから受付してください。`,
    href: withQuery(paths.move(reservationId), { office, from: today.slot.day, slot: today.slot.id }),
    link: `${at}に変更する`,
    cancel: true,
  };
}

/** What comes before whoever has this visit is received. */
function wayOf(props: BookedProps): Way {
  const { ask, standing, when } = props;
  const { visit, reservationId, heldUntil } = standing;
  if (heldUntil !== null)
    return {
      words: `予約の手続きの途中です（${clockTime(cityMinute(heldUntil))}まで確保）。手続きが終わってから受付してください。`,
    };
  if (visit.day < cityDay(ask.now))
    return {
      words: 'この日の来庁は、その日の「予約の一覧」に記録してください。',
      href: withQuery(paths.today, { office: visit.officeCode, day: visit.day, at: reservationId, position: 1 }),
      link: 'その日の「予約の一覧」を開く',
    };
  if (when.today) return broughtToday(props);
  return { words: '取り消してから受付してください。', href: paths.reservation(reservationId), link: '予約の画面を開く' };
}

/** Whose card has a visit: it is moved to today, to the slot that is next; one of an earlier day is recorded on the board of that day. The cursor waits at the next step. */
export function Booked(props: BookedProps) {
  const { visit, reservationId } = props.standing;
  const { words, href, link, cancel } = wayOf(props);
  return (
    <Notice kind="care" title="この方には予約があります">
      <Says>{`${shortDate(visit.day)} ${clockTime(visit.startMinute)}、${visit.officeName}の予約です。${words}`}</Says>
      {href !== undefined && (
        <p class="acts">
          <LinkButton href={href} kind="second" focus>
            {link}
          </LinkButton>
          {cancel === true && (
            <>
              {' '}
              <LinkButton href={paths.cancel(reservationId)} kind="second">
                予約を取り消す
              </LinkButton>
            </>
          )}
        </p>
      )}
    </Notice>
  );
}
