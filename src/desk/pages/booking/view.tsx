import { whyNotBookable } from '../../../cards/bookable.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityMinute } from '../../../lib/dates/jst.ts';
import { Button, hasErrors, LinkButton, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import type { Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { Finder } from '../../parts/finder.tsx';
import { Keys } from '../../parts/keys.tsx';
import { KnownCard } from '../../parts/known-card.tsx';
import { PersonForm } from '../../parts/person-form.tsx';
import type { Places } from '../../parts/places.ts';
import { EnterButton, PlacesColumn } from '../../parts/places-column.tsx';
import { ServiceTabs } from '../../parts/service-tabs.tsx';
import { keepWho, liesAt, type Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { Confirm, KeptContact } from './confirm.tsx';
import type { BookingProps } from './props.ts';

const Order = ({ children }: { children: string }) => (
  <span class="order" aria-hidden="true">
    {children}
  </span>
);

/** Why nothing can be booked for this card; undefined where it can. A person without a card can always, with a reason. */
export function whyNot({
  who: booked,
  standing,
}: Pick<BookingProps, 'who' | 'standing'>): { words: string; href?: string; link?: string } | undefined {
  if (booked?.by !== 'card') return undefined;
  const { card } = booked;
  const closed = whyNotBookable(card);
  if (closed !== undefined) return { words: `${closed}のため、予約を受けられません。` };
  if (standing?.sameCard !== true) return undefined;
  const when = `${shortDate(standing.day)} ${clockTime(standing.startMinute)}、${standing.officeName}`;
  if (standing.heldUntil === null)
    return {
      words: `${when}の予約があります。`,
      href: paths.reservation(standing.reservationId),
      link: 'その予約を表示・変更する',
    };
  const who = standing.heldBy === null ? 'この方がウェブで' : 'ほかの職員が電話で';
  return {
    words: `${who}予約の手続きをしています（${when}）。${clockTime(cityMinute(standing.heldUntil))}まで確保されています。`,
    href: paths.person(card.id),
    link: 'カードの画面を表示する',
  };
}

/** First column: the card is found, or who comes is typed. */
function WhoColumn({ ask, props }: { ask: SignedAsk; props: BookingProps }) {
  const { search, who, service, standing } = props;
  const serviceId = service === undefined ? '' : String(service.id);
  const officeCode = props.places?.office.code ?? field(ask.query, 'office').slice(0, 40);
  if (service?.needsCard === false) {
    return (
      <>
        <h2 id="who-title">
          <Order>1</Order>来庁者
        </h2>
        {who !== undefined && standing !== undefined && (
          <Notice kind="care" title="この方には予約があります">
            <Says>{`${shortDate(standing.day)} ${clockTime(standing.startMinute)}、${standing.officeName}です。`}</Says>
            {standing.number !== null && (
              <p class="acts">
                <LinkButton href={paths.reservation(standing.reservationId)} kind="second">
                  その予約を表示・変更する
                </LinkButton>
              </p>
            )}
          </Notice>
        )}
        <PersonForm
          ask={ask}
          action={paths.bookingPerson}
          known={who?.by === 'person' ? who.person : undefined}
          errors={props.personErrors}
          hidden={{ service: serviceId, office: officeCode }}
          next="日時を選ぶ"
        />
      </>
    );
  }
  const card = who?.by === 'card' ? who.card : undefined;
  const several = props.found.state === 'found' && props.found.hits.length > 1;
  return (
    <>
      <h2 id="who-title">
        <Order>1</Order>
        {card === undefined ? '本人を検索する' : '来庁者'}
      </h2>
      {card !== undefined ? (
        <KnownCard ask={ask} card={card}>
          <PostForm
            action={paths.bookingLeave}
            token={ask.token}
            hidden={{ search: several ? search : '', service: serviceId, office: officeCode }}
            class="chosen-other"
          >
            <Button kind="second">別の方の予約にする</Button>
          </PostForm>
        </KnownCard>
      ) : (
        <Finder
          ask={ask}
          action={paths.bookingFind}
          found={props.found}
          hidden={{ service: serviceId, office: officeCode }}
          hrefOf={(cardId) => withQuery(paths.booking, { search, card: cardId, office: officeCode, service: serviceId })}
        />
      )}
    </>
  );
}

/** Why nothing can be booked, in the place of the places. */
function WhyNot({ why }: { why: NonNullable<ReturnType<typeof whyNot>> }) {
  return (
    <Notice kind="care" title="予約を受けられません">
      <Says>{why.words}</Says>
      {why.href !== undefined && (
        <p class="acts">
          <LinkButton href={why.href} kind="second">
            {why.link}
          </LinkButton>
        </p>
      )}
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

/** Second and third column before anybody is chosen, or where nothing can be booked for them. */
function NotOpen({ props }: { props: BookingProps }) {
  const why = whyNot(props);
  return (
    <div class="call-form">
      <section class="call-places" aria-labelledby="places-title">
        {PLACES_HEADING}
        {why !== undefined ? (
          <WhyNot why={why} />
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
        <p class="soft">日時を選ぶと、読み上げる内容を表示します。</p>
      </section>
    </div>
  );
}

/** Second and third column: the places, and what is read aloud and confirmed. One form, so that another choice loses nothing typed. */
function Open({ ask, props, who, service, places }: OpenProps) {
  const { problem, search } = props;
  const { chosen } = places;
  const lies = liesAt(who);
  return (
    <PostForm
      action={paths.booking}
      token={ask.token}
      class="call-form"
      hidden={{ ...keepWho(who), search, service: String(service.id) }}
    >
      <EnterButton />
      <section class="call-places" aria-labelledby="places-title">
        <PlacesColumn
          places={places}
          canExceed={can(ask.session, 'booking.exceed')}
          focus={chosen === undefined || problem?.near !== undefined}
          near={problem?.near}
          needsCard={service.needsCard}
          travels={lies !== null && lies !== places.office.id}
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
    </PostForm>
  );
}
type OpenProps = { ask: SignedAsk; props: BookingProps; who: Who; service: Service; places: Places };

/** Where the access keys lead as the page stands. */
const accessOf = ({ services, who, places }: BookingProps, open: boolean): [string, string][] => [
  ...(who?.by === 'card' ? [] : ([['1', '本人']] satisfies [string, string][])),
  ...(open ? ([['2', '場所']] satisfies [string, string][]) : []),
  ...(open && places?.chosen !== undefined ? ([['3', '確定']] satisfies [string, string][]) : []),
  ...(services.length > 1 ? ([['4', '手続き']] satisfies [string, string][]) : []),
];

/** Booking by phone on one page: the columns follow the call. */
export function BookingPage({ ask, props }: { ask: SignedAsk; props: BookingProps }) {
  const { who, service, services, places } = props;
  const open = who !== undefined && whyNot(props) === undefined && places !== undefined && service !== undefined;
  const wrong = hasErrors({ ...props.errors, ...props.personErrors }) || props.problem !== undefined;
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
      <div class="call" {...(props.hold === undefined ? {} : { 'data-leave': paths.bookingLeave })}>
        <section class={`call-who${who?.by === 'card' ? ' call-known' : ''}`} aria-labelledby="who-title">
          <WhoColumn ask={ask} props={props} />
        </section>
        {open ? <Open ask={ask} props={props} who={who} service={service} places={places} /> : <NotOpen props={props} />}
      </div>
    </Page>
  );
}
