import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityMinute } from '../../../lib/dates/jst.ts';
import { Button, hasErrors, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import type { Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { BOOKED_UNSEEN } from '../../parts/after-booking.ts';
import { lookClass } from '../../parts/finder.tsx';
import { Keys } from '../../parts/keys.tsx';
import { holdToTake, notBookable, type One, whyNotOne, withOf } from '../../parts/party.ts';
import type { Places } from '../../parts/places.ts';
import { EnterButton, PlacesColumn, ShownPlace } from '../../parts/places-column.tsx';
import { ServiceTabs } from '../../parts/service-tabs.tsx';
import { keepWho, liesAt, nameOf, type Who } from '../../parts/who.ts';
import { WhyNotWay } from '../../parts/why-not-way.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { Confirm, KeptContact } from './confirm.tsx';
import type { BookingProps } from './props.ts';
import { HowTheyCome } from './to-tell.tsx';
import { LookColumn, Order, WhoColumn } from './who-column.tsx';

/** The call broke off at another seat and came in here: what is held there is gone on with, in place of waiting until it lapses. */
function TakeOver({ one }: { one: One }) {
  const held = holdToTake(one);
  if (held === undefined) return null;
  return (
    <>
      <input type="hidden" name="held_by" value={String(held.heldBy)} />
      <Says>同じ方の電話を受け直したときは、確保した枠を引き継いで、続けて予約できます。</Says>
      <p class="acts">
        <Button name="act" value="take-over">
          この確保を引き継ぐ
        </Button>
      </p>
    </>
  );
}

/** Without a card on file nothing keeps from booking, and a second booking beside the one that is being made is seldom meant. */
function TakeOverPerson({ party }: { party: readonly One[] }) {
  const [only] = party;
  const held = only === undefined || party.length > 1 ? undefined : holdToTake(only);
  if (only === undefined || held?.heldUntil == null || held.visit === undefined) return null;
  const { day, startMinute, officeName } = held.visit;
  return (
    <Notice kind="care" title={`職員の${held.heldByName ?? ''}さんが電話で予約の手続きをしています`}>
      <Says>{`${shortDate(day)} ${clockTime(startMinute)}、${officeName}。${clockTime(cityMinute(held.heldUntil))}まで確保されています。`}</Says>
      <TakeOver one={only} />
    </Notice>
  );
}

/** Of one of several, why they cannot be booked, with the way to what is in the way. */
function NotOne({ one }: { one: One }) {
  const why = whyNotOne(one);
  return (
    <>
      <Says>{`${nameOf(one.who)}さん：${why?.words ?? ''}`}</Says>
      {why?.href !== undefined && (
        <p>
          <a href={why.href}>
            {why.link}
            <span class="unseen">：{nameOf(one.who)}さん</span>
          </a>
        </p>
      )}
    </>
  );
}

/** Why nothing can be booked, in the place of the places: of each whom it keeps from it. */
function WhyNot({ party, ones }: { party: readonly One[]; ones: readonly One[] }) {
  const [only] = ones;
  const why = party.length === 1 && only !== undefined ? whyNotOne(only) : undefined;
  return (
    <Notice kind="care" title="予約を受けられません">
      {why === undefined ? (
        <>
          {ones.map((one) => (
            <NotOne one={one} />
          ))}
          <Says>全員の予約が取れるときだけ、枠を確保します。この方を外すと、ほかの方の日時を選べます。</Says>
        </>
      ) : (
        <Says>{why.words}</Says>
      )}
      {only !== undefined && party.length === 1 && <TakeOver one={only} />}
      <WhyNotWay of={why} />
    </Notice>
  );
}

const PLACES_HEADING = (
  <h2 id="places-title">
    <Order>2</Order>日時
  </h2>
);
const READ_HEADING = (
  <h2 id="read-title">
    <Order>3</Order>読み上げて確定
  </h2>
);

/** Second and third column before anybody is chosen, or where nothing can be booked for them; what was typed travels along. */
function NotOpen({ props }: { props: BookingProps }) {
  const ones = notBookable(props.party);
  return (
    <div class="call-form">
      {props.places !== undefined && <ShownPlace places={props.places} />}
      <section class="call-places" aria-labelledby="places-title">
        {PLACES_HEADING}
        {ones.length > 0 ? (
          <WhyNot party={props.party} ones={ones} />
        ) : (
          <p class="soft">
            {props.service?.needsCard === false
              ? '来庁者を入力すると、空きと予約の数を表示します。'
              : '本人を選ぶと、空きと予約の数を表示します。'}
          </p>
        )}
      </section>
      <section class="call-read" aria-labelledby="read-title">
        {READ_HEADING}
        <KeptContact props={props} />
      </section>
    </div>
  );
}

/** Second and third column: the places, and what is read aloud and confirmed. */
function Open({ ask, props, who, service, places }: OpenProps) {
  const { problem, party, foundMore } = props;
  const { chosen } = places;
  const lie = party.map((one) => liesAt(one.who));
  return (
    <div class="call-form">
      <section class="call-places" aria-labelledby="places-title">
        <TakeOverPerson party={party} />
        <PlacesColumn
          places={places}
          canExceed={can(ask.session, 'booking.exceed')}
          units={props.units}
          focus={foundMore.state === 'none-asked' && (chosen === undefined || problem?.near !== undefined)}
          near={problem?.near}
          needsCard={service.needsCard}
          travels={lie.some((office) => office !== null && office !== places.office.id)}
          heading={PLACES_HEADING}
        />
      </section>
      <section class="call-read" aria-labelledby="read-title">
        {READ_HEADING}
        {chosen !== undefined ? (
          <Confirm ask={ask} props={props} who={who} service={service} chosen={chosen} />
        ) : (
          <KeptContact props={props} />
        )}
      </section>
    </div>
  );
}
type OpenProps = { ask: SignedAsk; props: BookingProps; who: Who; service: Service; places: Places };

/** All of the call once somebody is known, in one form: another place, office or person loses nothing typed. */
function CallForm({ ask, props, who, service }: Omit<OpenProps, 'places'>) {
  const { search, places, party, find, hold } = props;
  const several = props.found.state === 'found' && props.found.hits.length > 1;
  const open = places !== undefined && notBookable(party).length === 0;
  return (
    <PostForm
      action={paths.booking}
      token={ask.token}
      class="call call-all"
      hidden={{
        ...{ ...keepWho(who), with: withOf(party), search: several ? search : '', find, service: String(service.id) },
        ...(hold === undefined ? {} : { hold: hold.id, sign: hold.sign }),
      }}
    >
      <EnterButton />
      <section class="call-who" aria-labelledby="who-title">
        <WhoColumn ask={ask} props={props} who={who} />
        {open && places.chosen !== undefined && <HowTheyCome props={props} service={service} chosen={places.chosen} />}
      </section>
      {open ? <Open ask={ask} props={props} who={who} service={service} places={places} /> : <NotOpen props={props} />}
    </PostForm>
  );
}

/** Where the access keys lead as the page stands. */
const accessOf = ({ services, who, places }: BookingProps, open: boolean): [string, string][] => [
  ...(who?.by === 'card' ? [] : ([['1', '本人']] satisfies [string, string][])),
  ...(open ? ([['2', '場所']] satisfies [string, string][]) : []),
  ...(open && places?.chosen !== undefined ? ([['3', '確定']] satisfies [string, string][]) : []),
  ...(services.length > 1 ? ([['4', '手続き']] satisfies [string, string][]) : []),
];

/** Booking by phone on one page: the columns follow the call. */
export function BookingPage({ ask, props }: { ask: SignedAsk; props: BookingProps }) {
  const { who, service, services, places, party } = props;
  const open = who !== undefined && notBookable(party).length === 0 && places !== undefined && service !== undefined;
  const wrong =
    hasErrors({ ...props.errors, ...props.personErrors, ...props.moreErrors }) ||
    props.problem !== undefined ||
    props.moreSaid !== undefined;
  return (
    <Page ask={ask} title="電話予約" wrong={wrong}>
      <div class="call-top">
        <h1>電話予約</h1>
        <ServiceTabs
          services={services}
          current={service}
          hrefOf={({ id }) => withQuery(paths.booking, { service: id, office: places?.office.code })}
        />
        <Keys browser={ask.browser} access={accessOf(props, open)} grid={open} />
      </div>
      {ask.query['done'] === 'unseen' && (
        <Notice kind="done" role="status">
          <Says>{BOOKED_UNSEEN}</Says>
        </Notice>
      )}
      <div {...(props.hold === undefined ? {} : { 'data-leave': paths.bookingLeave })}>
        {who !== undefined && service !== undefined ? (
          <CallForm ask={ask} props={props} who={who} service={service} />
        ) : (
          <div class={`call${lookClass(props.found)}`}>
            <section class="call-who" aria-labelledby="who-title">
              <LookColumn ask={ask} props={props} />
            </section>
            <NotOpen props={props} />
          </div>
        )}
      </div>
    </Page>
  );
}
