import type { Deadline } from '../../../cards/deadline.ts';
import type { Card } from '../../../cards/read.ts';
import { WHEREABOUTS_WORDS, whereCardIs } from '../../../cards/whereabouts.ts';
import type { ParcelOfCard } from '../../../counter/parcel-cards.ts';
import { clockTime, eraDate, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { can } from '../../../staff/rights.ts';
import { StatusState } from '../../parts/state.tsx';
import { birthday, CUSTODY_WORDS } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { PersonProps } from './props.ts';

/** What comes next and from when, where a clock runs for the card. */
const nextWords = ({ step, dueOn, booked }: Deadline, today: string): string => {
  if (step === 'stopped') return '保留のため、停止中';
  if (step === 'returned') return '通知が返戻されたため、停止中';
  if (dueOn === null) return '';
  const what = step === 'renotice' ? '再通知' : '廃棄予定';
  if (booked) return `予約があるため、${what}の対象外`;
  return dueOn <= today ? `${what}の対象（${shortDate(dueOn)}から）` : `${eraDate(dueOn)}に${what}の対象`;
};

/** The number given with the booking to come before the card's; each says which it is where they differ. */
function Phones({ card, booking }: { card: string; booking: string }) {
  const numbers = [
    ...(booking === '' || booking === card ? [] : [{ number: booking, of: '予約の連絡先' }]),
    ...(card === '' ? [] : [{ number: card, of: 'カードの登録' }]),
  ];
  const [first] = numbers;
  if (first === undefined) return <>記録なし</>;
  if (numbers.length === 1 && first.number === card) return <>{showPhone(card)}</>;
  return (
    <>
      {numbers.map(({ number, of }) => (
        <span class="person-phone">
          {showPhone(number)} <span class="small soft">{of}</span>
        </span>
      ))}
    </>
  );
}

/** What is asked for less often, beneath: what comes next for the card, and when it was set up. */
function Beside({ card, next }: { card: Card; next: string }) {
  const setUp = card.setUpAt !== null || card.lacksSetUp;
  if (next === '' && !setUp) return null;
  return (
    <dl class="person-beside">
      {next !== '' && (
        <div>
          <dt>交付の期限</dt>
          <dd>{next}</dd>
        </div>
      )}
      {setUp && (
        <div>
          <dt>交付前設定</dt>
          <dd>{card.setUpAt === null ? '記録なし' : deskMoment(card.setUpAt)}</dd>
        </div>
      )}
    </dl>
  );
}

/** Who it is: what the card's list says of its holder, and until when the card waits. */
export function Facts({ ask, props: { card, deadline, live } }: { ask: SignedAsk; props: PersonProps }) {
  const next = deadline === undefined ? '' : nextWords(deadline, cityDay(ask.now));
  return (
    <div class="person-head">
      <p class="person-kana">{card.kana === '' ? 'カナの記録なし' : card.kana}</p>
      <h1 class="person-name">
        {printable(card.name).text} {card.protected && <span class="tag">支援措置</span>}
      </h1>
      <dl class="person-facts">
        <div>
          <dt>交付状況</dt>
          <dd>
            <StatusState category={card.statusCategory} name={card.statusName} />
          </dd>
        </div>
        <div>
          <dt>交付通知書ID</dt>
          <dd>
            <span class="code">{card.noticeId}</span>
          </dd>
        </div>
        <div>
          <dt>生年月日</dt>
          <dd>{birthday(card, ask.clock)}</dd>
        </div>
        <div>
          <dt>電話</dt>
          <dd>
            <Phones card={card.phone} booking={live?.phone ?? ''} />
          </dd>
        </div>
        {card.expiresOn !== null && (
          <div>
            <dt>カードの期限</dt>
            <dd>
              {eraDate(card.expiresOn)}
              {card.isOpen && card.expiresOn < cityDay(ask.now) && <span class="tag tag-chosen">期限切れ</span>}
            </dd>
          </div>
        )}
      </dl>
      {card.address !== '' && <p class="person-address">{card.address}</p>}
      <Beside card={card} next={next} />
    </div>
  );
}

/** The parcel in which the card lies or travels, for who may open it a link. */
function InParcel({ ask, parcel: { id, toName, arrives } }: { ask: SignedAsk; parcel: ParcelOfCard }) {
  const name = `便 ${id}`;
  return (
    <p class="soft">
      {can(ask.session, 'cards.move') ? <a href={paths.parcel(id)}>{name}</a> : name}
      {arrives === null ? `（${toName}へ、未発送）の箱に入っています` : `　届く予定 ${shortDate(arrives)}`}
    </p>
  );
}

/** Where the card is, in large letters, and where it must go. */
export function Whereabouts({ ask, props: { card, live, custody, parcel } }: { ask: SignedAsk; props: PersonProps }) {
  const [last] = custody;
  const { first, also } = whereCardIs(card);
  const travels =
    live !== undefined &&
    card.officeId !== null &&
    live.officeId !== card.officeId &&
    card.whereabouts !== 'gone' &&
    card.towards !== live.officeName;
  return (
    <section class="whereabouts" aria-labelledby="whereabouts">
      <h2 id="whereabouts">カードの所在</h2>
      <p class="whereabouts-place">{first}</p>
      {also !== '' && <p class="soft">{also}</p>}
      {parcel !== undefined && <InParcel ask={ask} parcel={parcel} />}
      {(last !== undefined || live !== undefined) && (
        <ol class="route">
          {last !== undefined && (
            <li class="route-past">
              <b>{CUSTODY_WORDS[last.event] ?? last.event}</b>
              <span>{deskMoment(last.at)}</span>
              {last.staffName !== null && <span>{last.staffName}</span>}
            </li>
          )}
          <li class={card.whereabouts === 'gone' ? 'route-past' : 'route-now'}>
            <b>{WHEREABOUTS_WORDS[card.whereabouts]}</b>
            {card.whereabouts === 'shelf' && card.place !== null && <span>{card.place}</span>}
          </li>
          {travels && (
            <li>
              <b>{live.officeName}へ回送</b>
              <span>受け取り日までに</span>
            </li>
          )}
          {live !== undefined && card.whereabouts !== 'gone' && (
            <li>
              <b>{live.officeName}で受け取り</b>
              <span>
                {shortDate(live.day)} {clockTime(live.startMinute)}
              </span>
            </li>
          )}
        </ol>
      )}
    </section>
  );
}
