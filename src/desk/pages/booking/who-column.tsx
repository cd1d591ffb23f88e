import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { Button, LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import { Finder } from '../../parts/finder.tsx';
import { KnownCard } from '../../parts/known-card.tsx';
import { cardsAlong } from '../../parts/party.ts';
import { PartyList } from '../../parts/party-list.tsx';
import { KnownPerson, PersonForm } from '../../parts/person-form.tsx';
import type { StandingToTell, Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { BookingProps } from './props.ts';

export const Order = ({ children }: { children: string }) => (
  <span class="order" aria-hidden="true">
    {children}
  </span>
);

/** First column before anybody is known: a card is looked for, or who comes is typed. */
export function LookColumn({ ask, props }: { ask: SignedAsk; props: BookingProps }) {
  const { search, service } = props;
  const at = { service: service === undefined ? '' : String(service.id), office: field(ask.query, 'office').slice(0, 40) };
  return service?.needsCard === false ? (
    <>
      <h2 id="who-title">
        <Order>1</Order>来庁者
      </h2>
      <PersonForm
        ask={ask}
        action={paths.bookingPerson}
        known={undefined}
        errors={props.personErrors}
        hidden={at}
        next="日時を選ぶ"
      />
    </>
  ) : (
    <>
      <h2 id="who-title">
        <Order>1</Order>本人を検索する
      </h2>
      <Finder
        ask={ask}
        action={paths.bookingFind}
        found={props.found}
        hidden={at}
        hrefOf={(cardId) => withQuery(paths.booking, { search, card: cardId, ...at })}
      />
    </>
  );
}

/** The booking that stands for who is typed: they may be one person. Of one that is hidden the column of the places says to whom they are handed over. */
function Stands({ standing }: { standing: StandingToTell }) {
  if (standing.visit === undefined) return null;
  const { day, startMinute, officeName, number } = standing.visit;
  return (
    <Notice kind="care" title="この方には予約があります">
      <Says>{`${shortDate(day)} ${clockTime(startMinute)}、${officeName}です。`}</Says>
      {number !== null && (
        <p class="acts">
          <LinkButton href={paths.reservation(standing.reservationId)} kind="second">
            その予約を表示・変更する
          </LinkButton>
        </p>
      )}
    </Notice>
  );
}

/** First column: who calls, and who comes along. */
export function WhoColumn({ ask, props, who }: { ask: SignedAsk; props: BookingProps; who: Who }) {
  const { party } = props;
  const [first] = party;
  return (
    <>
      <div {...(who.by === 'card' ? { class: 'call-known' } : {})}>
        <h2 id="who-title">
          <Order>1</Order>来庁者
        </h2>
        {who.by === 'person' ? (
          <>
            {first?.standing !== undefined && <Stands standing={first.standing} />}
            <KnownPerson ask={ask} person={who.person} errors={props.personErrors} />
          </>
        ) : (
          <KnownCard ask={ask} card={who.card} along={cardsAlong(party)}>
            <div class="chosen-other">
              <Button kind="second" action={paths.bookingLeave}>
                別の方にする
              </Button>
              {party.length > 1 && first !== undefined && (
                <Button kind="second" name="act" value={`out:${first.key}`}>
                  この方を外す
                </Button>
              )}
            </div>
          </KnownCard>
        )}
      </div>
      <PartyList
        ask={ask}
        party={party}
        needsCard={who.by === 'card'}
        found={props.foundMore}
        open={props.more}
        errors={props.moreErrors}
        said={props.moreSaid}
      />
    </>
  );
}
